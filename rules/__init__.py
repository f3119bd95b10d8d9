"""The rules, one module per family; imported as `auditkit.rules`."""
