import django.db.models.deletion
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
            name='StoredAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_key', models.CharField(max_length=80)),
                ('request_id', models.UUIDField()),
                ('payload_hash', models.CharField(max_length=64)),
                ('answer', models.JSONField()),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('actor_key', 'request_id'), name='stored_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=linge.kernel.identifiers.uuid7, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('sms', '短信'), ('mail', '邮件'), ('inapp', '站内消息'), ('open311', '转到其他系统')], max_length=8)),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='幂等键')),
                ('address_sealed', models.TextField(blank=True, verbose_name='收件地址（密文）')),
                ('subject', models.CharField(blank=True, max_length=120)),
                ('body', models.TextField()),
                ('link', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('fault', models.CharField(blank=True, max_length=200)),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['not_before'], name='outbox_waiting'), models.Index(fields=['recipient', '-created_at'], name='outbox_inbox')],
            },
        ),
    ]
