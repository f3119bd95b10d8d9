"""The messages in Kazakh and Russian: gettext catalogues, made and checked by tools/update_messages.py."""
