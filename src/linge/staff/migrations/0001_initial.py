import django.db.models.deletion
import linge.kernel.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='单位名称')),
                ('short_name', models.CharField(max_length=20, verbose_name='简称')),
                ('lines', models.JSONField(blank=True, default=list, verbose_name='条线')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='值班电话')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region', verbose_name='服务区域')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'name'), name='agency_name', violation_error_message='已有同名责任单位，请核对。')],
            },
        ),
        migrations.CreateModel(
            name='FourInOne',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期（不含）')),
                ('roles', models.JSONField(verbose_name='岗位')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region', verbose_name='社区')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='staff_fourinone_interval', violation_error_message='截止日期不能早于起始日期。'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('community',), name='four_in_one_open', violation_error_message='本社区已有现行的四位一体安排。')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期（不含）')),
                ('role', models.CharField(choices=[('lead', '网格长'), ('a', 'A岗网格员'), ('b', 'B岗网格员'), ('assistant', '网格协管员'), ('supervisor', '网格督导员')], max_length=10, verbose_name='岗位')),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.grid', verbose_name='网格')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['user', 'since'], name='post_by_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='staff_post_interval', violation_error_message='截止日期不能早于起始日期。'), models.UniqueConstraint(condition=models.Q(('role__in', ('lead', 'a', 'b')), ('until__isnull', True)), fields=('grid', 'role'), name='post_one_open_of_a_kind', violation_error_message='这个岗位已有人在岗，请先结束原任期。'), models.UniqueConstraint(condition=models.Q(('role__in', ('a', 'b')), ('until__isnull', True)), fields=('grid', 'user'), name='post_a_is_not_b', violation_error_message='同一网格的A岗和B岗不能是同一人。')],
            },
        ),
        migrations.CreateModel(
            name='RoleWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', '网格长'), ('a', 'A岗网格员'), ('b', 'B岗网格员'), ('assistant', '网格协管员'), ('supervisor', '网格督导员')], max_length=10, verbose_name='岗位')),
                ('word', models.CharField(max_length=20, verbose_name='显示名称')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.region')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('region', 'role'), name='role_word_once', violation_error_message='这个岗位在本区域已有显示名称。')],
            },
        ),
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期（不含）')),
                ('reason', models.CharField(max_length=120, verbose_name='原因')),
                ('absent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='缺岗人')),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.grid', verbose_name='网格')),
                ('stand_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to=settings.AUTH_USER_MODEL, verbose_name='顶岗人')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['stand_in', 'since'], name='stand_in_by_user')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='staff_standin_interval', violation_error_message='截止日期不能早于起始日期。'), models.CheckConstraint(condition=models.Q(('until__isnull', False)), name='stand_in_has_an_end', violation_error_message='请填写顶岗的最后一天。'), models.CheckConstraint(condition=models.Q(('absent', models.F('stand_in')), _negated=True), name='stand_in_is_another', violation_error_message='顶岗人不能是缺岗人本人。')],
            },
        ),
        migrations.CreateModel(
            name='SupervisorRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('month', models.DateField(verbose_name='月份')),
                ('scores', models.JSONField(verbose_name='评分')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='评语')),
                ('rated_at', models.DateTimeField(verbose_name='评价时间')),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.grid', verbose_name='网格')),
                ('rated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('grid', 'month'), name='supervisor_rating_once', violation_error_message='这个网格本月已有评价。')],
            },
        ),
    ]
