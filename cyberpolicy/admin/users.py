"""The people who log in and the units they belong to: for administrators, who alone have the rights."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.utils.translation import gettext_lazy as _

from cyberpolicy.models import Unit, User


@admin.register(User)
class UserAdmin(StockUserAdmin):
    list_display = ("username", "first_name", "last_name", "unit", "is_staff", "is_active", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups", "unit")
    list_select_related = ("unit",)
    fieldsets = (*StockUserAdmin.fieldsets, (_("Ministry"), {"fields": ("unit",)}))
    add_fieldsets = (*StockUserAdmin.add_fieldsets, (_("Ministry"), {"fields": ("unit",)}))


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ("code", "name_nl", "name_en", "parent")
    list_select_related = ("parent",)
    search_fields = ("code", "name_nl", "name_en")
    fields = ("code", ("name_nl", "name_en"), "parent")
