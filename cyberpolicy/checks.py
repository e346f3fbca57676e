"""System checks: mistakes in how the project is put together, said at start instead of on a page."""

from django.core.checks import Error, register

from cyberpolicy.kinds import entry_models


@register()
def every_kind_has_an_address(app_configs, **kwargs) -> list[Error]:
    """Each kind of record names its place in addresses, and no two the same."""
    found, errors = {}, []
    for kind, model in entry_models().items():
        plural = getattr(model, "plural", None)
        if not plural or plural in found:
            errors.append(Error(f"{kind} needs a 'plural' of its own.", obj=model, id="cyberpolicy.E001"))
        found[plural] = kind
    return errors
