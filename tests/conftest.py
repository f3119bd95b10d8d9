"""Settings of the whole suite."""
import os

from hypothesis import settings

# A check of a checkout must not fail by chance: there (the variable CI is set, .ci/run sets it) property tests try the same examples
# every time and print how to repeat one that fails.  On a developer's machine they go on looking for new ones.
settings.register_profile("ci", derandomize=True, print_blob=True, deadline=None, database=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
