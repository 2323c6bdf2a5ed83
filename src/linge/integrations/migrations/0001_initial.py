import django.db.models.deletion
import linge.kernel.fields
import linge.kernel.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0001_initial'),
        ('files', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Changeset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField(verbose_name='变更时间')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'get_latest_by': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ServiceSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=4, unique=True, verbose_name='小类编码')),
                ('kind', models.CharField(choices=[('realtime', '立即给出编号'), ('batch', '先给回执，稍后给出编号'), ('blackbox', '只接收，不给编号')], max_length=8, verbose_name='答复方式')),
            ],
        ),
        migrations.CreateModel(
            name='Jurisdiction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('contact', models.CharField(max_length=200, verbose_name='联系方式')),
                ('is_open', models.BooleanField(default=True, verbose_name='开放')),
                ('opened_at', models.DateTimeField(verbose_name='开放时间')),
                ('community', models.OneToOneField(error_messages={'unique': '这个社区已经开放。'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region', verbose_name='社区')),
            ],
            options={
                'ordering': ['community__code'],
            },
        ),
        migrations.CreateModel(
            name='PartnerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='系统名称')),
                ('secret_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('hint', models.CharField(editable=False, max_length=8, verbose_name='密钥开头')),
                ('per_minute', models.PositiveSmallIntegerField(default=60, verbose_name='每分钟上报上限')),
                ('media_hosts', models.TextField(blank=True, verbose_name='照片来源主机')),
                ('created_at', models.DateTimeField(verbose_name='创建时间')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='停用时间')),
                ('last_used_at', models.DateTimeField(null=True, verbose_name='最近使用')),
                ('minute', models.DateTimeField(null=True)),
                ('posts', models.PositiveIntegerField(default=0)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('jurisdictions', models.ManyToManyField(related_name='keys', to='integrations.jurisdiction', verbose_name='可用辖区')),
            ],
            options={
                'ordering': ['revoked_at', '-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('per_minute__gt', 0)), name='partner_key_per_minute')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('withheld', models.BooleanField(default=False, verbose_name='不公开')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='原因')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('photo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='公开照片')),
            ],
        ),
        migrations.CreateModel(
            name='ReceivedRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('request_key', models.CharField(max_length=128, null=True)),
                ('payload_hash', models.CharField(max_length=64)),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('kind', models.CharField(max_length=8)),
                ('service_code', models.CharField(max_length=4, verbose_name='小类编码')),
                ('description', models.TextField(blank=True, max_length=4000, verbose_name='描述')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                ('address_id', models.CharField(blank=True, max_length=80, verbose_name='地址编号')),
                ('lon', models.FloatField(null=True, verbose_name='经度')),
                ('lat', models.FloatField(null=True, verbose_name='纬度')),
                ('outside', models.BooleanField(default=False, verbose_name='不在辖区')),
                ('answers', models.JSONField(default=dict, verbose_name='补充回答')),
                ('reporter_name', linge.kernel.fields.SealedField(blank=True, verbose_name='上报人姓名')),
                ('phone', linge.kernel.fields.SealedField(blank=True, verbose_name='上报人电话')),
                ('email', linge.kernel.fields.SealedField(blank=True, verbose_name='上报人邮箱')),
                ('device_id', linge.kernel.fields.SealedField(blank=True, verbose_name='设备编号')),
                ('account_id', linge.kernel.fields.SealedField(blank=True, verbose_name='对方账号')),
                ('media_url', models.URLField(blank=True, max_length=1000, verbose_name='照片地址')),
                ('media_state', models.CharField(choices=[('none', '没有照片'), ('waiting', '待获取'), ('kept', '已获取'), ('failed', '获取失败')], default='none', max_length=7)),
                ('media_fault', models.CharField(blank=True, max_length=200, verbose_name='照片问题')),
                ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('jurisdiction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='integrations.jurisdiction')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='received', to='integrations.partnerkey')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('case__isnull', True)), fields=['received_at'], name='received_request_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('request_key__isnull', False)), fields=('key', 'request_key'), name='received_request_once')],
            },
        ),
        migrations.CreateModel(
            name='RemoteServer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='单位名称')),
                ('endpoint', models.URLField(verbose_name='接口地址')),
                ('jurisdiction_id', models.CharField(blank=True, max_length=80, verbose_name='jurisdiction_id')),
                ('api_key', linge.kernel.fields.SealedField(verbose_name='对方给的密钥')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('looked_at', models.DateTimeField(null=True, verbose_name='最近查询')),
                ('fault', models.CharField(blank=True, max_length=200, verbose_name='最近故障')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region', verbose_name='社区')),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SentCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('state', models.CharField(choices=[('waiting', '待送出'), ('sent', '已送出'), ('ended', '对方已办结')], default='waiting', max_length=7, verbose_name='状态')),
                ('service_code', models.CharField(max_length=40, verbose_name='对方类别编码')),
                ('words', models.TextField(max_length=4000, verbose_name='发给对方的说明')),
                ('asked_at', models.DateTimeField(verbose_name='转出时间')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='送达时间')),
                ('token', models.CharField(blank=True, max_length=80)),
                ('remote_id', models.CharField(blank=True, max_length=80, verbose_name='对方编号')),
                ('fault', models.CharField(blank=True, max_length=200, verbose_name='未送达原因')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('server', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent', to='integrations.remoteserver')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(fields=['server', 'state'], name='sent_case_open')],
            },
        ),
        migrations.CreateModel(
            name='SentUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='对方更新时间')),
                ('status', models.CharField(max_length=10, verbose_name='对方状态')),
                ('words', models.CharField(blank=True, max_length=1000, verbose_name='对方说明')),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('sent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='integrations.sentcase')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('sent', 'at', 'status'), name='sent_update_once')],
            },
        ),
        migrations.CreateModel(
            name='ServiceQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, verbose_name='问题组')),
                ('code', models.CharField(max_length=40, verbose_name='编码')),
                ('order', models.PositiveSmallIntegerField(verbose_name='顺序')),
                ('datatype', models.CharField(choices=[('string', '一行文字'), ('number', '数字'), ('datetime', '时间'), ('text', '多行文字'), ('singlevaluelist', '单选'), ('multivaluelist', '多选')], max_length=15, verbose_name='类型')),
                ('variable', models.BooleanField(default=True, verbose_name='需要回答')),
                ('required', models.BooleanField(default=False, verbose_name='必答')),
                ('description', models.CharField(max_length=200, verbose_name='问题')),
                ('description_en', models.CharField(blank=True, max_length=200, verbose_name='英文问题')),
                ('datatype_description', models.CharField(blank=True, max_length=200, verbose_name='填写说明')),
                ('choices', models.JSONField(default=list, verbose_name='选项')),
            ],
            options={
                'ordering': ['key', 'order'],
                'constraints': [models.UniqueConstraint(fields=('key', 'code'), name='service_question_code'), models.UniqueConstraint(fields=('key', 'order'), name='service_question_order'), models.CheckConstraint(condition=models.Q(('order__gt', 0)), name='service_question_order_positive')],
            },
        ),
    ]
