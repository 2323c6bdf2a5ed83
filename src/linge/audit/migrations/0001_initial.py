import linge.kernel.db
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=80, verbose_name='操作人')),
                ('how', models.CharField(max_length=12, verbose_name='途径')),
                ('node', linge.kernel.db.BytewiseCharField(blank=True, db_index=True, default='', max_length=64)),
                ('line', models.CharField(blank=True, default='', max_length=30, verbose_name='条线')),
                ('act', models.CharField(max_length=60, verbose_name='行为')),
                ('obj', models.CharField(blank=True, max_length=120, verbose_name='对象')),
                ('ok', models.BooleanField(default=True)),
                ('purpose', models.CharField(blank=True, default='', max_length=20, verbose_name='用途')),
                ('what', models.JSONField(default=dict)),
                ('v', models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                'indexes': [models.Index(fields=['obj', '-at'], name='audit_subject'), models.Index(fields=['by', '-at'], name='audit_actor')],
            },
        ),
    ]
