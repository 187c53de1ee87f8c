-- A small store as the first release left it: `sqlite3 audit.db .dump`. Never edited: later migrations have to take it as it is.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
INSERT INTO __EFMigrationsHistory VALUES('20261120121443_Initial','6.0.7');
CREATE TABLE IF NOT EXISTS "anomalies" (
    "seq" INTEGER NOT NULL CONSTRAINT "PK_anomalies" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "external_id" TEXT NULL,
    "type" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NULL,
    "description" TEXT NOT NULL,
    "user_id" TEXT NULL,
    "event_ids" TEXT NOT NULL,
    "mitre_tactic" TEXT NULL,
    "assignee" TEXT NULL,
    "related_case_id" TEXT NULL,
    "detected_at" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "acknowledged_at" INTEGER NULL,
    "resolved_at" INTEGER NULL,
    "resolved_by" TEXT NULL,
    "version" INTEGER NOT NULL,
    "search_text" TEXT NOT NULL,
    "severity_rank" AS (CASE severity WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 WHEN 'critical' THEN 4 END) STORED
);
INSERT INTO anomalies VALUES(1,'tnt_acme','ano_01kjmma2kve3hb5hm73e1vdab7','evt-42','brute_force','high','dismissed','误报','5 分钟内 20 次登录失败','user-7','["evt_1","evt_2"]','TA0006','analyst-001','inc_01kjmma4jbexttg0x8771zcc1v',1772366340123,1772366400123,1772366404123,1772366403123,1772366404123,'usr_root',4,replace('brute_force\n5 分钟内 20 次登录失败\nuser-7\nano_01kjmma2kve3hb5hm73e1vdab7','\n',char(10)));
INSERT INTO anomalies VALUES(2,'tnt_acme','ano_01kjmma3k3e1ntbxrexrd0v6dt',NULL,'data_exfiltration','low','open',NULL,'Large download',NULL,'[]',NULL,NULL,NULL,1772366400123,1772366401123,1772366401123,NULL,NULL,NULL,1,replace('data_exfiltration\nlarge download\n\nano_01kjmma3k3e1ntbxrexrd0v6dt','\n',char(10)));
CREATE TABLE IF NOT EXISTS "history" (
    "tenant_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "from" TEXT NULL,
    "to" TEXT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NULL,
    "actor_tenant_id" TEXT NULL,
    "note" TEXT NULL,
    "occurred_at" INTEGER NOT NULL,
    "request_id" TEXT NOT NULL,
    "trace_id" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    CONSTRAINT "PK_history" PRIMARY KEY ("tenant_id", "sequence")
);
INSERT INTO history VALUES('tnt_acme',1,'anomaly','ano_01kjmma2kve3hb5hm73e1vdab7','created',NULL,'open','svc_detector',NULL,NULL,NULL,1772366400123,'req-0001','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','0000000000000000000000000000000000000000000000000000000000000000','450f6087d07ebfc288ea2ac4351eee7ebfb2134e687ed327ad9715f0f26da195');
INSERT INTO history VALUES('tnt_acme',2,'anomaly','ano_01kjmma3k3e1ntbxrexrd0v6dt','created',NULL,'open','svc_detector',NULL,NULL,NULL,1772366401123,'req-0001','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','450f6087d07ebfc288ea2ac4351eee7ebfb2134e687ed327ad9715f0f26da195','e71bd752e57337834316626c6ec4bfd3af404507f9e26da7ace2ed9cd240620c');
INSERT INTO history VALUES('tnt_acme',3,'incident','inc_01kjmma4jbexttg0x8771zcc1v','created',NULL,'open','usr_analyst001','李雷',NULL,NULL,1772366402123,'req-0002','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','e71bd752e57337834316626c6ec4bfd3af404507f9e26da7ace2ed9cd240620c','a66295cc0980d8fae61802f52d6dc473808b6bd20be51041f24163fa92148cc4');
INSERT INTO history VALUES('tnt_acme',4,'anomaly','ano_01kjmma2kve3hb5hm73e1vdab7','linked',NULL,'inc_01kjmma4jbexttg0x8771zcc1v','usr_analyst001','李雷',NULL,NULL,1772366402123,'req-0002','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','a66295cc0980d8fae61802f52d6dc473808b6bd20be51041f24163fa92148cc4','dc2c69954db134708a96bfe91678c494e347813cc1842445170064b846b27d2a');
INSERT INTO history VALUES('tnt_acme',5,'anomaly','ano_01kjmma2kve3hb5hm73e1vdab7','status_changed','open','acknowledged','usr_analyst001','李雷',NULL,NULL,1772366403123,'req-0003','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','dc2c69954db134708a96bfe91678c494e347813cc1842445170064b846b27d2a','ac7023ba7229f195637801cc5b1e40f74f0b580ca536f2f2434562c0194a3880');
INSERT INTO history VALUES('tnt_acme',6,'anomaly','ano_01kjmma2kve3hb5hm73e1vdab7','assigned',NULL,'analyst-001','usr_analyst001','李雷',NULL,NULL,1772366403123,'req-0003','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','ac7023ba7229f195637801cc5b1e40f74f0b580ca536f2f2434562c0194a3880','17bbb47f66730733bd332580f8031dd859a84ad0995b7a2947777a73ff2e9584');
INSERT INTO history VALUES('tnt_acme',7,'anomaly','ano_01kjmma2kve3hb5hm73e1vdab7','commented',NULL,'cmt_01kjmma5hkf4etx7g42zrcnq5g','usr_analyst001','李雷',NULL,NULL,1772366403123,'req-0003','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','17bbb47f66730733bd332580f8031dd859a84ad0995b7a2947777a73ff2e9584','079b061a27b43568ce7f332aac20794166c92fb2540b96adf24e1483150b0f6e');
INSERT INTO history VALUES('tnt_acme',8,'anomaly','ano_01kjmma2kve3hb5hm73e1vdab7','commented',NULL,'cmt_01kjmma6gvfgf92pgke61gw1hw','usr_root','Root','tnt_platform',NULL,1772366404123,'req-0004','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','079b061a27b43568ce7f332aac20794166c92fb2540b96adf24e1483150b0f6e','dca179d23ddee3eb00b885226dd479cf4af5cb5c762f5bca03ca525077ff19c5');
INSERT INTO history VALUES('tnt_acme',9,'anomaly','ano_01kjmma2kve3hb5hm73e1vdab7','status_changed','acknowledged','dismissed','usr_root','Root','tnt_platform','误报',1772366404123,'req-0004','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','dca179d23ddee3eb00b885226dd479cf4af5cb5c762f5bca03ca525077ff19c5','76fc79f2370aa34c6aea5e2508b4447854bff16bf1301d71cbb48cd5d48a76da');
INSERT INTO history VALUES('tnt_acme',10,'incident','inc_01kjmma7g3f76sdd8g1dev4m5g','created',NULL,'open','usr_analyst001','李雷',NULL,NULL,1772366405123,'req-0005','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','76fc79f2370aa34c6aea5e2508b4447854bff16bf1301d71cbb48cd5d48a76da','9b9c9fdf1ef32ebc9abc4496cbc55df312b4dfb5680f9b3d678c602d2eaade24');
INSERT INTO history VALUES('tnt_acme',11,'incident','inc_01kjmma7g3f76sdd8g1dev4m5g','status_changed','open','resolved','usr_analyst001','李雷',NULL,NULL,1772366405123,'req-0005','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','9b9c9fdf1ef32ebc9abc4496cbc55df312b4dfb5680f9b3d678c602d2eaade24','855cf100174dc2bb07a5b1b513ef393cd23ff5377304d2971e7ecf2568ffd2f0');
INSERT INTO history VALUES('tnt_beta',1,'incident','inc_01kjmma8fbegttbs4bhq5k93bg','created',NULL,'open','usr_analyst001','李雷',NULL,NULL,1772366406123,'req-1','00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01','0000000000000000000000000000000000000000000000000000000000000000','1e531477d31e099220a824631fe1802d355649ae95c466e1aa4f90ad1121f87f');
CREATE TABLE IF NOT EXISTS "history_ends" (
    "tenant_id" TEXT NOT NULL CONSTRAINT "PK_history_ends" PRIMARY KEY,
    "sequence" INTEGER NOT NULL,
    "hash" TEXT NOT NULL
);
INSERT INTO history_ends VALUES('tnt_acme',11,'855cf100174dc2bb07a5b1b513ef393cd23ff5377304d2971e7ecf2568ffd2f0');
INSERT INTO history_ends VALUES('tnt_beta',1,'1e531477d31e099220a824631fe1802d355649ae95c466e1aa4f90ad1121f87f');
CREATE TABLE IF NOT EXISTS "idempotency_keys" (
    "seq" INTEGER NOT NULL CONSTRAINT "PK_idempotency_keys" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "actor_tenant_id" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "response" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL
);
INSERT INTO idempotency_keys VALUES(1,'tnt_acme','tnt_acme','usr_analyst001','key-1','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','{"Title":"多账号暴力破解 😀"}',1772366402123);
CREATE TABLE IF NOT EXISTS "incidents" (
    "seq" INTEGER NOT NULL CONSTRAINT "PK_incidents" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "assignee" TEXT NULL,
    "source_anomaly_ids" TEXT NOT NULL,
    "related_evidence_ids" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "resolved_at" INTEGER NULL,
    "resolved_by" TEXT NULL,
    "version" INTEGER NOT NULL,
    "search_text" TEXT NOT NULL,
    "severity_rank" AS (CASE severity WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 WHEN 'critical' THEN 4 END) STORED
);
INSERT INTO incidents VALUES(1,'tnt_acme','inc_01kjmma4jbexttg0x8771zcc1v','多账号暴力破解 😀',replace('Multiple tenant accounts "under" attack\n第二行','\n',char(10)),'critical','open','analyst-001','["ano_01kjmma2kve3hb5hm73e1vdab7","unknown"]','["log_1"]',1772366402123,1772366402123,NULL,NULL,1,replace('多账号暴力破解 😀\nmultiple tenant accounts "under" attack\n第二行\nanalyst-001\ninc_01kjmma4jbexttg0x8771zcc1v','\n',char(10)));
INSERT INTO incidents VALUES(2,'tnt_acme','inc_01kjmma7g3f76sdd8g1dev4m5g','Phishing',NULL,'medium','resolved',NULL,'[]','[]',1772366405123,1772366405123,1772366405123,'usr_analyst001',1,replace('phishing\n\n\ninc_01kjmma7g3f76sdd8g1dev4m5g','\n',char(10)));
INSERT INTO incidents VALUES(3,'tnt_beta','inc_01kjmma8fbegttbs4bhq5k93bg','Elsewhere',NULL,'low','open',NULL,'[]','[]',1772366406123,1772366406123,NULL,NULL,1,replace('elsewhere\n\n\ninc_01kjmma8fbegttbs4bhq5k93bg','\n',char(10)));
CREATE TABLE IF NOT EXISTS "anomaly_comments" (
    "seq" INTEGER NOT NULL CONSTRAINT "PK_anomaly_comments" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "author_name" TEXT NULL,
    "content" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "anomaly_seq" INTEGER NOT NULL,
    CONSTRAINT "FK_anomaly_comments_anomalies_anomaly_seq" FOREIGN KEY ("anomaly_seq") REFERENCES "anomalies" ("seq") ON DELETE CASCADE
);
INSERT INTO anomaly_comments VALUES(1,'cmt_01kjmma5hkf4etx7g42zrcnq5g','usr_analyst001','李雷','正在核实 it''s real',1772366403123,1);
INSERT INTO anomaly_comments VALUES(2,'cmt_01kjmma6gvfgf92pgke61gw1hw','usr_root','Root','Known scanner',1772366404123,1);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('anomalies',2);
INSERT INTO sqlite_sequence VALUES('idempotency_keys',1);
INSERT INTO sqlite_sequence VALUES('incidents',3);
INSERT INTO sqlite_sequence VALUES('anomaly_comments',2);
CREATE UNIQUE INDEX "ux_anomalies_external_id" ON "anomalies" ("tenant_id", "external_id") WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX "ux_anomalies_id" ON "anomalies" ("tenant_id", "id");
CREATE INDEX "IX_anomaly_comments_anomaly_seq" ON "anomaly_comments" ("anomaly_seq");
CREATE INDEX "ix_history_subject" ON "history" ("tenant_id", "subject_id", "sequence");
CREATE INDEX "ix_idempotency_keys_created_at" ON "idempotency_keys" ("created_at");
CREATE UNIQUE INDEX "ux_idempotency_keys_scope" ON "idempotency_keys" ("tenant_id", "actor_tenant_id", "actor_id", "key");
CREATE INDEX "ix_incidents_created_at" ON "incidents" ("tenant_id", "created_at", "id");
CREATE INDEX "ix_incidents_severity" ON "incidents" ("tenant_id", "severity", "created_at", "id");
CREATE INDEX "ix_incidents_status" ON "incidents" ("tenant_id", "status", "created_at", "id");
CREATE UNIQUE INDEX "ux_incidents_id" ON "incidents" ("tenant_id", "id");
CREATE TRIGGER history_no_update BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_no_replace BEFORE INSERT ON history
WHEN EXISTS (SELECT 1 FROM history WHERE tenant_id = NEW.tenant_id AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
COMMIT;
