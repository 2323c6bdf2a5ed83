import django.db.models.deletion
import linge.kernel.clock
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
    ]
