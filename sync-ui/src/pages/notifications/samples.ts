/** Types whose messages are texts for a group. A webhook gets JSON, and an e-mail looks as the reader's program shows it. */
export const ROBOTS = ['wecom', 'dingtalk', 'feishu', 'slack']

/** What a webhook gets, as docs/notifications.md has it. */
export const WEBHOOK = `{
  "version": 1,
  "event": "run.ended",
  "id": "run-1",
  "task": "同步 Redis 到测试",
  "outcome": "failed",
  "recovered": false,
  "started": "2025-11-27T10:28:52Z",
  "ended": "2025-11-27T10:30:00Z",
  "durationSeconds": 68,
  "zone": "Asia/Shanghai",
  "images": {"total": 4, "copied": 3, "unchanged": 0, "skipped": 0, "failed": 1},
  "blobs": {"total": 20, "uploaded": 15, "present": 0, "failed": 5},
  "bytes": 1000,
  "failures": [{"image": "harbor.example.com/prod/redis:7", "reason": "source: pull blob: not found"}],
  "link": "https://sync.example.com/executions/7",
  "note": ""
}`
