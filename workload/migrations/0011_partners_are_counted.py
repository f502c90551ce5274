"""Item j of the first checklist is answered from the records, now that they know of referrals to partners.

An item is never changed: this one is, once. What was answered and counted in reviews that were held is kept beside it.
"""

from django.db import migrations, models

ANSWERED_FROM = """
    ALTER TABLE workload_checklistitem DISABLE TRIGGER USER;
    UPDATE workload_checklistitem SET answered_from = '%s' FROM workload_reviewtemplate AS template
        WHERE template.id = template_id AND template.starts_on IS NULL AND place = 10;
    ALTER TABLE workload_checklistitem ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('workload', '0010_workload_reviews'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='checklistitem',
            name='checklist_item_answered_from_known',
        ),
        migrations.RemoveConstraint(
            model_name='reviewcount',
            name='review_count_kind_known',
        ),
        migrations.AlterField(
            model_name='checklistitem',
            name='answered_from',
            field=models.CharField(blank=True, choices=[('brag', 'BRAG reviews'), ('contacts', 'Contact levels by the standard'), ('orders', 'Orders past their end date'), ('single', 'Single requirements'), ('hub', 'Amber cases and the community hub'), ('iom', 'IOM cases'), ('revocation', 'Early revocation'), ('rar', 'RAR days and their rationale'), ('referrals', 'Referrals to RAR groups'), ('partners', 'Referrals to partners'), ('measure', 'Minimum contact this month')], max_length=10),
        ),
        migrations.AlterField(
            model_name='reviewcount',
            name='kind',
            field=models.CharField(choices=[('brag_due', 'BRAG review overdue'), ('contact_overdue', 'Next contact overdue'), ('not_seen', 'Not seen for six weeks'), ('order_overdue', 'Order past its end date'), ('single', 'Single requirement outside its team'), ('not_at_hub', 'Amber, and booked elsewhere than at the hub'), ('iom_low', 'IOM, and below Red/Amber'), ('revocation', 'Early revocation to consider'), ('rar_not_planned', 'RAR requirement without RAR days and rationale'), ('rar_not_referred', 'RAR days and no referral'), ('with_partner', 'Referred to a partner or provider'), ('referral_open', 'Referral open for more than 12 weeks'), ('not_met', 'Minimum contact not met this month'), ('still_possible', 'Minimum contact still possible this month'), ('nothing_booked', 'Nothing booked that can count this month')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='checklistitem',
            constraint=models.CheckConstraint(condition=models.Q(('answered_from__in', ['', 'brag', 'contacts', 'orders', 'single', 'hub', 'iom', 'revocation', 'rar', 'referrals', 'partners', 'measure'])), name='checklist_item_answered_from_known'),
        ),
        migrations.AddConstraint(
            model_name='reviewcount',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['brag_due', 'contact_overdue', 'not_seen', 'order_overdue', 'single', 'not_at_hub', 'iom_low', 'revocation', 'rar_not_planned', 'rar_not_referred', 'with_partner', 'referral_open', 'not_met', 'still_possible', 'nothing_booked'])), name='review_count_kind_known'),
        ),
        migrations.RunSQL(ANSWERED_FROM % "partners", ANSWERED_FROM % ""),
    ]
