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
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('photo', '照片'), ('voice', '录音'), ('video', '视频'), ('document', '文档'), ('workbook', '工作簿')], max_length=10)),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='原文件名')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('look', models.CharField(blank=True, max_length=16, verbose_name='画面指纹')),
                ('has_person', models.BooleanField(default=False, verbose_name='画面有人')),
                ('created_at', models.DateTimeField(default=linge.kernel.clock.now)),
                ('destroyed_at', models.DateTimeField(null=True)),
                ('community', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('destroyed_at__isnull', True), ('kind', 'photo')), fields=('uploaded_by', 'sha256'), name='stored_file_photo_once')],
            },
        ),
        migrations.CreateModel(
            name='ExportRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('path', linge.kernel.db.BytewiseCharField(db_index=True, max_length=64)),
                ('ledger', models.CharField(max_length=40, verbose_name='台账')),
                ('columns', models.JSONField(default=list, verbose_name='列')),
                ('clear', models.JSONField(default=list, verbose_name='明文列')),
                ('narrow', models.JSONField(default=dict, verbose_name='条件')),
                ('lines', models.JSONField(default=list, verbose_name='条线')),
                ('rows', models.PositiveIntegerField(verbose_name='行数')),
                ('klass', models.CharField(max_length=2, verbose_name='数据级别')),
                ('way', models.CharField(choices=[('free', '直接导出'), ('leader', '社区书记审批'), ('street', '街道审批'), ('both', '社区书记和街道共同审批'), ('never', '不能导出')], max_length=6, verbose_name='导出途径')),
                ('state', models.CharField(choices=[('asked', '待审批'), ('approved', '已批准'), ('ready', '可下载'), ('taken', '已导出'), ('refused', '未批准'), ('withdrawn', '已撤回'), ('ended', '已到期')], max_length=9, verbose_name='状态')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='用途')),
                ('asked_at', models.DateTimeField(default=linge.kernel.clock.now, verbose_name='申请时间')),
                ('expires_on', models.DateField(verbose_name='用到哪一天')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='校验值')),
                ('link_until', models.DateTimeField(null=True, verbose_name='下载期限')),
                ('downloads', models.PositiveSmallIntegerField(default=0, verbose_name='已下载次数')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.region')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'indexes': [models.Index(fields=['path', 'state'], name='export_request_queue')],
                'constraints': [models.CheckConstraint(condition=models.Q(('downloads__lte', 3)), name='export_request_downloads')],
            },
        ),
        migrations.CreateModel(
            name='ExportVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat', models.CharField(choices=[('leader', '社区书记'), ('street', '街道')], max_length=6, verbose_name='审批方')),
                ('agreed', models.BooleanField(verbose_name='同意')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='意见')),
                ('at', models.DateTimeField(default=linge.kernel.clock.now, verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='files.exportrequest')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('request', 'seat'), name='export_vote_once_a_seat'), models.UniqueConstraint(fields=('request', 'by'), name='export_vote_once_a_person')],
            },
        ),
    ]
