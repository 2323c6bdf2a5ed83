import django.db.models.deletion
import linge.kernel.clock
import linge.kernel.db
import linge.kernel.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Estate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('path', linge.kernel.db.BytewiseCharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('aliases', models.JSONField(blank=True, default=list, verbose_name='别名')),
                ('state', models.CharField(choices=[('planned', '规划中'), ('under_construction', '在建'), ('handed_over', '已交付'), ('demolished', '已拆除')], default='handed_over', max_length=18, verbose_name='状态')),
                ('planned_units', models.PositiveIntegerField(blank=True, null=True, verbose_name='规划套数')),
                ('handover_on', models.DateField(blank=True, null=True, verbose_name='交付日期')),
                ('developer', models.CharField(blank=True, max_length=80, verbose_name='开发单位')),
                ('handover_note', models.CharField(blank=True, max_length=200, verbose_name='户数差异说明')),
                ('point', models.JSONField(blank=True, null=True, verbose_name='位置')),
                ('outline', models.JSONField(blank=True, null=True, verbose_name='范围')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('planned', 'under_construction')), _negated=True), models.Q(('handover_on__isnull', False), ('planned_units__gt', 0)), _connector='OR'), name='estate_site_is_planned', violation_error_message='未交付的小区要填写规划套数和交付日期。')],
            },
        ),
        migrations.CreateModel(
            name='Grid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期（不含）')),
                ('code', models.CharField(max_length=20, verbose_name='网格编码')),
                ('name', models.CharField(max_length=40, verbose_name='网格名称')),
                ('kind', models.CharField(choices=[('base', '基础网格'), ('special', '专属网格')], default='base', max_length=7, verbose_name='类型')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='territory_grid_interval', violation_error_message='截止日期不能早于起始日期。')],
            },
        ),
        migrations.CreateModel(
            name='Lane',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('path', linge.kernel.db.BytewiseCharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('aliases', models.JSONField(blank=True, default=list, verbose_name='别名')),
                ('number_from', models.PositiveIntegerField(blank=True, null=True, verbose_name='起始门牌')),
                ('number_to', models.PositiveIntegerField(blank=True, null=True, verbose_name='终止门牌')),
                ('centre_line', models.JSONField(blank=True, null=True, verbose_name='中心线')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('number_from__isnull', True), ('number_to__isnull', True), ('number_to__gte', models.F('number_from')), _connector='OR'), name='lane_numbers', violation_error_message='终止门牌不能小于起始门牌。')],
            },
        ),
        migrations.CreateModel(
            name='PathCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parent_path', linge.kernel.db.BytewiseCharField(max_length=64, unique=True)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Building',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('path', linge.kernel.db.BytewiseCharField(max_length=64, unique=True)),
                ('number', models.CharField(max_length=20, verbose_name='楼号')),
                ('number_key', linge.kernel.db.BytewiseCharField(editable=False, max_length=20)),
                ('aliases', models.JSONField(blank=True, default=list, verbose_name='别名')),
                ('floors_up', models.PositiveSmallIntegerField(default=1, verbose_name='地上层数')),
                ('floors_down', models.PositiveSmallIntegerField(default=0, verbose_name='地下层数')),
                ('use', models.CharField(choices=[('residential', '住宅'), ('mixed', '商住'), ('business', '商业办公'), ('public', '公共服务'), ('other', '其他')], default='residential', max_length=11, verbose_name='用途')),
                ('expected_dwellings', models.PositiveIntegerField(default=0, verbose_name='应有户数')),
                ('built_on', models.DateField(blank=True, null=True, verbose_name='建成日期')),
                ('surveyed_on', models.DateField(blank=True, null=True, verbose_name='核实日期')),
                ('point', models.JSONField(blank=True, null=True, verbose_name='位置')),
                ('footprint', models.JSONField(blank=True, null=True, verbose_name='轮廓')),
                ('recorded_at', models.DateTimeField(default=linge.kernel.clock.now, verbose_name='登记时间')),
                ('estate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='buildings', to='territory.estate', verbose_name='小区')),
                ('grid', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.grid')),
                ('lane', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='buildings', to='territory.lane', verbose_name='巷道')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('expected_dwellings__gte', 0)), name='building_expected', violation_error_message='应有户数不能小于0。'), models.UniqueConstraint(condition=models.Q(('estate__isnull', False)), fields=('estate', 'number_key'), name='building_number_of_estate', violation_error_message='这个楼号已经登记，请核对。'), models.UniqueConstraint(condition=models.Q(('lane__isnull', False)), fields=('lane', 'number_key'), name='building_number_of_lane', violation_error_message='这个楼号已经登记，请核对。')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('path', linge.kernel.db.BytewiseCharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=80, verbose_name='单位名称')),
                ('kind', models.CharField(choices=[('government', '机关'), ('institution', '事业单位'), ('enterprise', '企业'), ('social', '社会组织'), ('self_employed', '个体工商户')], max_length=13, verbose_name='类别')),
                ('uscc', models.CharField(blank=True, max_length=18, null=True, verbose_name='统一社会信用代码')),
                ('industry', models.CharField(blank=True, max_length=4, verbose_name='行业代码')),
                ('legal_form', models.CharField(blank=True, max_length=40, verbose_name='法律形式')),
                ('state', models.CharField(choices=[('operating', '存续'), ('suspended', '停业'), ('dissolved', '注销')], default='operating', max_length=9, verbose_name='状态')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='标准地址')),
                ('point', models.JSONField(blank=True, null=True, verbose_name='位置')),
                ('building', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='organisations', to='territory.building', verbose_name='所在楼栋')),
                ('grid', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.grid')),
            ],
            options={
                'indexes': [models.Index(fields=['grid', 'state'], name='organisation_by_grid')],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('state', 'dissolved'), _negated=True), ('uscc__isnull', False)), fields=('uscc',), name='organisation_open_uscc', violation_error_message='这个统一社会信用代码已登记在另一家单位名下，请核对。')],
            },
        ),
        migrations.AddField(
            model_name='estate',
            name='manager',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='territory.organisation', verbose_name='物业服务单位'),
        ),
        migrations.CreateModel(
            name='PathHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期（不含）')),
                ('node', models.UUIDField(db_index=True)),
                ('kind', models.CharField(max_length=20)),
                ('path', linge.kernel.db.BytewiseCharField(db_index=True, max_length=64)),
                ('moved_to', linge.kernel.db.BytewiseCharField(max_length=64)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['until', 'id'], name='path_history_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='territory_pathhistory_interval', violation_error_message='截止日期不能早于起始日期。')],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期（不含）')),
                ('level', models.CharField(choices=[('province', '省级'), ('city', '市级'), ('district', '区县'), ('street', '街道'), ('community', '社区')], max_length=9, verbose_name='级别')),
                ('code', models.CharField(db_index=True, max_length=12, verbose_name='区划代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('urban_class', models.PositiveSmallIntegerField(blank=True, choices=[(111, '主城区'), (112, '城乡结合区'), (121, '镇中心区'), (122, '镇乡结合区'), (123, '特殊区域'), (210, '乡中心区'), (220, '村庄')], null=True, verbose_name='城乡分类')),
                ('holder', models.BooleanField(default=False, verbose_name='待归属')),
                ('path', linge.kernel.db.BytewiseCharField(max_length=64, unique=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='territory.region')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['parent', 'code'], name='region_children')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='territory_region_interval', violation_error_message='截止日期不能早于起始日期。'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('code',), name='region_open_code', violation_error_message='这个区划代码已在使用。'), models.CheckConstraint(condition=models.Q(('level', 'province'), ('parent__isnull', False), _connector='OR'), name='region_has_parent', violation_error_message='省级以下区划要有上级。')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('path', linge.kernel.db.BytewiseCharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('kind', models.CharField(choices=[('school', '学校'), ('clinic', '医疗点'), ('park', '公园绿地'), ('market', '市场'), ('parking', '停车场'), ('basement', '地下空间'), ('site', '工地'), ('other', '其他场所')], max_length=8, verbose_name='类别')),
                ('point', models.JSONField(blank=True, null=True, verbose_name='位置')),
                ('outline', models.JSONField(blank=True, null=True, verbose_name='范围')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='撤销日期')),
                ('estate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='places', to='territory.estate', verbose_name='所属小区')),
                ('grid', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.grid')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region')),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'kind'], name='place_by_kind')],
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region'),
        ),
        migrations.CreateModel(
            name='MoveInShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField(verbose_name='交付后月数')),
                ('percent', models.PositiveSmallIntegerField(verbose_name='入住比例（%）')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.region')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('region', 'months'), name='move_in_share_once', violation_error_message='这个月数已有入住比例。'), models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='move_in_share_percent', violation_error_message='入住比例不能大于100%。')],
            },
        ),
        migrations.AddField(
            model_name='lane',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region'),
        ),
        migrations.CreateModel(
            name='GridSizeRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期（不含）')),
                ('minimum', models.PositiveIntegerField(verbose_name='最少户数')),
                ('maximum', models.PositiveIntegerField(blank=True, null=True, verbose_name='最多户数')),
                ('target', models.PositiveIntegerField(blank=True, null=True, verbose_name='目标户数')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.region')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='territory_gridsizerule_interval', violation_error_message='截止日期不能早于起始日期。'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('region',), name='grid_size_rule_open', violation_error_message='这个区域已有现行的网格规模标准。'), models.CheckConstraint(condition=models.Q(('maximum__isnull', True), ('maximum__gte', models.F('minimum')), _connector='OR'), name='grid_size_rule_order', violation_error_message='最多户数不能小于最少户数。')],
            },
        ),
        migrations.AddField(
            model_name='grid',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region'),
        ),
        migrations.AddField(
            model_name='estate',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region'),
        ),
        migrations.CreateModel(
            name='Dwelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('path', linge.kernel.db.BytewiseCharField(max_length=64, unique=True)),
                ('floor', models.SmallIntegerField(verbose_name='楼层')),
                ('room', models.CharField(max_length=12, verbose_name='房号')),
                ('area_m2', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='建筑面积')),
                ('use', models.CharField(choices=[('own_use', '自住'), ('let', '出租'), ('vacant', '空置'), ('business', '商用'), ('home_to_business', '住改商'), ('dormitory', '集体宿舍'), ('demolished', '已拆除')], default='own_use', max_length=16, verbose_name='用途')),
                ('key', linge.kernel.db.BytewiseCharField(max_length=40, verbose_name='短地址')),
                ('recorded_at', models.DateTimeField(default=linge.kernel.clock.now, verbose_name='登记时间')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dwellings', to='territory.building')),
                ('estate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.estate')),
                ('grid', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.grid')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region')),
            ],
            options={
                'indexes': [models.Index(fields=['grid', 'use'], name='dwelling_by_grid'), models.Index(fields=['community', 'key'], name='dwelling_by_key'), models.Index(fields=['building', 'floor', 'room'], name='dwelling_stack')],
                'constraints': [models.CheckConstraint(condition=models.Q(('floor__gte', -9), ('floor__lte', 199)), name='dwelling_floor', violation_error_message='楼层应在-9到199之间。'), models.UniqueConstraint(condition=models.Q(models.Q(('use', 'demolished'), _negated=True), ('estate__isnull', False)), fields=('estate', 'key'), name='dwelling_open_key_of_estate', violation_error_message='这个门牌已经登记，请核对。'), models.UniqueConstraint(condition=models.Q(models.Q(('use', 'demolished'), _negated=True), ('estate__isnull', True)), fields=('building', 'key'), name='dwelling_open_key_of_building', violation_error_message='这个门牌已经登记，请核对。')],
            },
        ),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('since', models.DateField(verbose_name='起用日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='停用日期（不含）')),
                ('state', models.CharField(choices=[('draft', '草案'), ('submitted', '待审定'), ('in_force', '现行'), ('superseded', '已替换'), ('withdrawn', '已撤回')], default='draft', max_length=10, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='划分说明')),
                ('exception_reason', models.CharField(blank=True, max_length=200, verbose_name='超出规模的理由')),
                ('drafted_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region')),
            ],
            options={
                'indexes': [models.Index(fields=['community', '-since'], name='division_history')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='division_interval', violation_error_message='停用日期不能早于起用日期。'), models.UniqueConstraint(condition=models.Q(('state', 'in_force'), ('until__isnull', True)), fields=('community',), name='division_one_in_force', violation_error_message='本社区已有现行网格划分。')],
            },
        ),
        migrations.AddField(
            model_name='building',
            name='community',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region'),
        ),
        migrations.CreateModel(
            name='AddressAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('text', models.CharField(max_length=120, verbose_name='地址写法')),
                ('text_key', linge.kernel.db.BytewiseCharField(editable=False, max_length=120)),
                ('source', models.CharField(choices=[('door_plate', '门牌'), ('police_plate', '公安门牌'), ('colloquial', '俗称'), ('import', '导入')], max_length=12, verbose_name='来源')),
                ('dwelling', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='address_aliases', to='territory.dwelling')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'text_key'), name='address_alias_text', violation_error_message='这种地址写法已指向另一套房屋，请核对。')],
            },
        ),
        migrations.CreateModel(
            name='RegionChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('rename', '更名'), ('recode', '变更代码'), ('split', '拆分'), ('merge', '合并'), ('move', '划转'), ('abolish', '撤销')], max_length=7, verbose_name='变更类型')),
                ('state', models.CharField(choices=[('proposed', '待执行'), ('done', '已执行'), ('withdrawn', '已撤回')], default='proposed', max_length=9, verbose_name='状态')),
                ('effective_on', models.DateField(verbose_name='生效日期')),
                ('document', models.CharField(max_length=80, verbose_name='批准文号')),
                ('plan', models.JSONField(default=list, verbose_name='变更方案')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='执行时间')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region', verbose_name='变更后上级')),
                ('predecessors', models.ManyToManyField(related_name='changes_from', to='territory.region')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('successors', models.ManyToManyField(related_name='changes_to', to='territory.region')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'effective_on'], name='region_change_due')],
            },
        ),
        migrations.CreateModel(
            name='RegionState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期（不含）')),
                ('code', models.CharField(max_length=12, verbose_name='区划代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('path', linge.kernel.db.BytewiseCharField(db_index=True, max_length=64)),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_states', to='territory.regionchange')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_states', to='territory.region')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='territory_regionstate_interval', violation_error_message='截止日期不能早于起始日期。'), models.UniqueConstraint(fields=('region', 'since'), name='region_state_once', violation_error_message='这个区划在这一天已有变更。')],
            },
        ),
        migrations.CreateModel(
            name='Shop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('path', linge.kernel.db.BytewiseCharField(max_length=64, unique=True)),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='招牌名称')),
                ('front_no', models.CharField(max_length=20, verbose_name='门面号')),
                ('trade', models.CharField(blank=True, max_length=40, verbose_name='经营类别')),
                ('state', models.CharField(choices=[('trading', '营业'), ('suspended', '歇业'), ('empty', '空铺'), ('closed', '门面撤销')], default='trading', max_length=9, verbose_name='状态')),
                ('point', models.JSONField(blank=True, null=True, verbose_name='位置')),
                ('building', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shops', to='territory.building', verbose_name='所在楼栋')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region')),
                ('grid', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.grid')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shops', to='territory.place', verbose_name='所在场所')),
            ],
            options={
                'indexes': [models.Index(fields=['grid', 'state'], name='shop_by_grid')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('building__isnull', False), ('place__isnull', True)), models.Q(('building__isnull', True), ('place__isnull', False)), _connector='OR'), name='shop_one_frontage', violation_error_message='请选择店面所在的楼栋或场所，只选一个。'), models.UniqueConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('building__isnull', False)), fields=('building', 'front_no'), name='shop_open_front_of_building', violation_error_message='这个门面号已登记店面，请核对。'), models.UniqueConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('place__isnull', False)), fields=('place', 'front_no'), name='shop_open_front_of_place', violation_error_message='这个门面号已登记店面，请核对。')],
            },
        ),
        migrations.CreateModel(
            name='StreetFront',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('path', linge.kernel.db.BytewiseCharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('aliases', models.JSONField(blank=True, default=list, verbose_name='别名')),
                ('centre_line', models.JSONField(blank=True, null=True, verbose_name='中心线')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'name'), name='street_front_name', violation_error_message='本社区已有同名街道立面，请核对。')],
            },
        ),
        migrations.AddField(
            model_name='building',
            name='street_front',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='buildings', to='territory.streetfront', verbose_name='沿街'),
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('path', linge.kernel.db.BytewiseCharField(max_length=64, unique=True)),
                ('number', models.CharField(max_length=10, verbose_name='单元号')),
                ('lifts', models.PositiveSmallIntegerField(default=0, verbose_name='电梯数')),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='territory.building')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region')),
                ('grid', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.grid')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('building', 'number'), name='unit_number', violation_error_message='这个单元号已经登记，请核对。')],
            },
        ),
        migrations.CreateModel(
            name='GridMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.building')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='territory.division')),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='territory.grid')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.organisation')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.place')),
                ('shop', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.shop')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['division', 'grid'], name='grid_member_by_grid')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('building__isnull', False), ('organisation__isnull', True), ('place__isnull', True), ('shop__isnull', True), ('unit__isnull', True)), models.Q(('building__isnull', True), ('organisation__isnull', True), ('place__isnull', True), ('shop__isnull', True), ('unit__isnull', False)), models.Q(('building__isnull', True), ('organisation__isnull', True), ('place__isnull', True), ('shop__isnull', False), ('unit__isnull', True)), models.Q(('building__isnull', True), ('organisation__isnull', False), ('place__isnull', True), ('shop__isnull', True), ('unit__isnull', True)), models.Q(('building__isnull', True), ('organisation__isnull', True), ('place__isnull', False), ('shop__isnull', True), ('unit__isnull', True)), _connector='OR'), name='grid_member_is_one_thing', violation_error_message='一行成员只能是一个对象。'), models.UniqueConstraint(condition=models.Q(('building__isnull', False)), fields=('division', 'building'), name='grid_member_building_once', violation_error_message='同一对象只能属于一个网格。'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('division', 'unit'), name='grid_member_unit_once', violation_error_message='同一对象只能属于一个网格。'), models.UniqueConstraint(condition=models.Q(('shop__isnull', False)), fields=('division', 'shop'), name='grid_member_shop_once', violation_error_message='同一对象只能属于一个网格。'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('division', 'organisation'), name='grid_member_organisation_once', violation_error_message='同一对象只能属于一个网格。'), models.UniqueConstraint(condition=models.Q(('place__isnull', False)), fields=('division', 'place'), name='grid_member_place_once', violation_error_message='同一对象只能属于一个网格。')],
            },
        ),
        migrations.AddField(
            model_name='dwelling',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dwellings', to='territory.unit'),
        ),
        migrations.CreateModel(
            name='WorkCalendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='代码')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('known_until', models.DateField(verbose_name='已公布至')),
                ('day_minutes', models.PositiveSmallIntegerField(default=480, verbose_name='一个工作日的分钟数')),
                ('region', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='territory.region')),
            ],
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日期')),
                ('kind', models.CharField(choices=[('work', '上班'), ('off', '休息')], max_length=4, verbose_name='安排')),
                ('name', models.CharField(max_length=40, verbose_name='节日')),
                ('notice', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='territory.workcalendar')),
            ],
            options={
                'ordering': ['day'],
                'constraints': [models.UniqueConstraint(fields=('calendar', 'day'), name='calendar_day_once')],
            },
        ),
        migrations.CreateModel(
            name='WorkSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期（不含）')),
                ('opens', models.TimeField(verbose_name='上班')),
                ('closes', models.TimeField(verbose_name='下班')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='territory.workcalendar')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='territory_worksession_interval', violation_error_message='截止日期不能早于起始日期。'), models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='work_session_order', violation_error_message='下班时间要晚于上班时间。')],
            },
        ),
        migrations.CreateModel(
            name='DwellingUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(verbose_name='起始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='截止日期（不含）')),
                ('use', models.CharField(choices=[('own_use', '自住'), ('let', '出租'), ('vacant', '空置'), ('business', '商用'), ('home_to_business', '住改商'), ('dormitory', '集体宿舍'), ('demolished', '已拆除')], max_length=16, verbose_name='用途')),
                ('evidence', models.JSONField(blank=True, default=list, verbose_name='佐证')),
                ('recorded_at', models.DateTimeField(default=linge.kernel.clock.now, verbose_name='登记时间')),
                ('dwelling', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='territory.dwelling')),
                ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='territory_dwellinguse_interval', violation_error_message='截止日期不能早于起始日期。'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('dwelling',), name='dwelling_one_open_use', violation_error_message='这套房屋已有现行用途，请先结束它。')],
            },
        ),
        migrations.CreateModel(
            name='GridShape',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('polygon', models.JSONField(verbose_name='范围')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shapes', to='territory.division')),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shapes', to='territory.grid')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division', 'grid'), name='grid_shape_once')],
            },
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['community', 'name'], name='organisation_by_name'),
        ),
        migrations.AddConstraint(
            model_name='lane',
            constraint=models.UniqueConstraint(fields=('community', 'name'), name='lane_name', violation_error_message='本社区已有同名巷道，请核对。'),
        ),
        migrations.AddConstraint(
            model_name='grid',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('community', 'code'), name='grid_open_code', violation_error_message='本社区已有这个网格编码。'),
        ),
        migrations.AddConstraint(
            model_name='estate',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'demolished'), _negated=True), fields=('community', 'name'), name='estate_name', violation_error_message='本社区已有同名小区，请核对。'),
        ),
        migrations.AddIndex(
            model_name='building',
            index=models.Index(fields=['community', 'grid'], name='building_by_grid'),
        ),
        migrations.AddConstraint(
            model_name='building',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('estate__isnull', False), ('lane__isnull', True), ('street_front__isnull', True)), models.Q(('estate__isnull', True), ('lane__isnull', False), ('street_front__isnull', True)), models.Q(('estate__isnull', True), ('lane__isnull', True), ('street_front__isnull', False)), _connector='OR'), name='building_one_parent', violation_error_message='楼栋要属于一个小区、巷道或沿街，只选一个。'),
        ),
        migrations.AddConstraint(
            model_name='building',
            constraint=models.UniqueConstraint(condition=models.Q(('street_front__isnull', False)), fields=('street_front', 'number_key'), name='building_number_of_street_front', violation_error_message='这个楼号已经登记，请核对。'),
        ),
    ]
