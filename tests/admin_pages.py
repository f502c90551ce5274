"""How tests fill in the administration pages."""


def fields_of(response):
    """The fields of the admin's forms, posts included, as a browser would send them back."""
    forms = [response.context["adminform"].form]
    for each in response.context["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.forms]
    values = {form[name].html_name: form[name].value() for form in forms for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}
