"""auditkit: cross-checks the numbers of a grant report, and says what contradicts what, where, and by how much.

    import auditkit
    result = auditkit.audit(["report.docx"])
    print(auditkit.render(result, "table", lang="kk"))

What is named here is loaded when first used, so that `import auditkit` costs nothing.
"""
from importlib import import_module

_WHERE = {"audit": "engine", "audit_document": "engine", "compare": "twins", "read": "readers", "understand": "report", "Report": "report", "all_rules": "registry",
          "render": "renderers", "Finding": "finding", "Severity": "finding", "Confidence": "finding", "Evidence": "finding", "Check": "finding",
          "Result": "finding", "ReportResult": "finding", "Message": "finding", "Document": "model", "rule": "rule",
          "AuditkitError": "errors", "UnreadableFile": "errors", "RuleError": "errors"}
__all__ = sorted(_WHERE)
__version__ = "0.2.0"


def __getattr__(name: str):
    if name in _WHERE:
        return getattr(import_module(f"auditkit.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'auditkit' has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])
