import django.db.models.deletion
import linge.kernel.db
import linge.kernel.fields
import linge.kernel.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone_index', models.CharField(db_index=True, max_length=32)),
                ('code_hash', models.CharField(max_length=64)),
                ('session_key', models.CharField(max_length=40)),
                ('created_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('name', models.CharField(max_length=50, verbose_name='姓名')),
                ('staff_no', models.CharField(blank=True, max_length=20, verbose_name='工号')),
                ('phone', linge.kernel.fields.SealedField(verbose_name='手机号')),
                ('phone_index', models.CharField(max_length=32, unique=True)),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('theme', models.CharField(default='system', max_length=8, verbose_name='外观')),
                ('type_size', models.CharField(default='normal', max_length=8, verbose_name='字号')),
                ('language', models.CharField(blank=True, default='', max_length=12, verbose_name='语言')),
                ('shortcuts', models.BooleanField(default=True, verbose_name='键盘快捷键')),
            ],
            options={
                'indexes': [models.Index(fields=['name'], name='user_name')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期（不含）')),
                ('post', models.CharField(max_length=40, verbose_name='岗位')),
                ('role', models.CharField(max_length=40, verbose_name='角色')),
                ('node', linge.kernel.db.BytewiseCharField(blank=True, db_index=True, default='', max_length=64)),
                ('grid_id', models.BigIntegerField(blank=True, null=True)),
                ('agency_id', models.BigIntegerField(blank=True, null=True)),
                ('lines', models.JSONField(blank=True, default=list)),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['agency_id', 'since'], name='grant_agency')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='accounts_grant_interval', violation_error_message='截止日期不能早于起始日期。'), models.UniqueConstraint(condition=models.Q(('agency_id__isnull', True), ('until__isnull', True)), fields=('user', 'post', 'node'), name='grant_once', violation_error_message='此人已有这项授权。'), models.UniqueConstraint(condition=models.Q(('agency_id__isnull', False), ('until__isnull', True)), fields=('user', 'post', 'agency_id'), name='grant_once_in_agency', violation_error_message='此人已在该单位任此岗位。')],
            },
        ),
        migrations.CreateModel(
            name='Reveal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(db_index=True, max_length=120)),
                ('field', models.CharField(max_length=40)),
                ('purpose', models.CharField(max_length=20)),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-at'], name='reveal_quota')],
            },
        ),
    ]
