namespace Audit.Bench.Seeding;

/// <summary>What happens in a tenant, told in both languages. In the texts {0} is a user, {1} a host, {2} an address, {3} a number, {4} the tactic.</summary>
/// <param name="Type">What a detector calls it.</param>
/// <param name="Tactic">The MITRE ATT&amp;CK tactic.</param>
internal sealed record Scenario(string Type, string Tactic, string Title, string Text, string ChineseTitle, string ChineseText)
{
    /// <summary>The only one whose Chinese has the word 暴力.</summary>
    public static readonly Scenario BruteForce = new(
        "brute_force",
        "credential_access",
        "Brute force against {0}",
        "{3} failed sign-ins of {0} from {2} within ten minutes, then one that succeeded on {1}.",
        "账户 {0} 遭受暴力破解",
        "十分钟内来自 {2} 的 {3} 次登录失败，随后账户 {0} 在主机 {1} 上登录成功，疑似暴力破解。");

    public static readonly IReadOnlyList<Scenario> Others =
    [
        new(
            "impossible_travel",
            "initial_access",
            "Impossible travel of {0}",
            "{0} signed in from {2} and {3} minutes later from another continent; the session on {1} is still active.",
            "账户 {0} 异地登录",
            "账户 {0} 从 {2} 登录后，{3} 分钟内又从另一大洲登录，主机 {1} 上的会话仍然有效。"),
        new(
            "privilege_escalation",
            "privilege_escalation",
            "Privilege escalation on {1}",
            "{0} was added to a group of administrators on {1} outside of a change window, by a session from {2}.",
            "主机 {1} 上的权限提升",
            "账户 {0} 在变更窗口之外被加入主机 {1} 的管理员组，会话来自 {2}，共执行 {3} 条命令。"),
        new(
            "data_exfiltration",
            "exfiltration",
            "Unusual export by {0}",
            "{0} exported {3} records through {1}, forty times the usual amount, to {2}.",
            "账户 {0} 数据外泄嫌疑",
            "账户 {0} 通过 {1} 导出 {3} 条记录，为平时的四十倍，目标地址为 {2}。"),
        new(
            "phishing",
            "initial_access",
            "Phishing mail opened by {0}",
            "{0} opened a link of a phishing mail that {3} colleagues got as well; {1} then connected to {2}.",
            "钓鱼邮件：{0} 点击链接",
            "用户 {0} 打开了钓鱼邮件中的链接，另有 {3} 名同事收到同样的邮件，主机 {1} 随后连接 {2}。"),
        new(
            "malware",
            "execution",
            "Malware found on {1}",
            "The endpoint agent on {1} stopped a process of {0} that encrypted {3} files and called {2}.",
            "主机 {1} 发现恶意软件",
            "主机 {1} 上的终端代理终止了账户 {0} 的进程，该进程加密了 {3} 个文件并访问 {2}。"),
        new(
            "lateral_movement",
            "lateral_movement",
            "Lateral movement from {1}",
            "From {1} the account {0} opened remote sessions on {3} other hosts within an hour, first on {2}.",
            "主机 {1} 横向移动",
            "账户 {0} 在一小时内从主机 {1} 远程登录了 {3} 台其他主机，首台为 {2}。"),
        new(
            "token_misuse",
            "persistence",
            "Service token of {1} used elsewhere",
            "The token that belongs to {1} was used from {2} for {3} calls in the name of {0}.",
            "主机 {1} 的令牌异常使用",
            "属于主机 {1} 的令牌在 {2} 被使用，以 {0} 的名义发起了 {3} 次调用。"),
    ];

    /// <summary>What follows in a description.</summary>
    public static readonly IReadOnlyList<string> Sentences =
    [
        "The first alert came from the gateway, the second from the agent on {1}.",
        "The address {2} is on no list of known proxies.",
        "Nobody at the help desk knows of a request by {0}.",
        "The session was revoked and {1} was taken off the network.",
        "A copy of the memory of {1} is kept for the investigation.",
        "Similar traffic to {2} was seen on {3} hosts last week.",
        "The owner of the account was called and says it was not them.",
        "The firewall blocks {2} since the alert; no further attempts so far.",
        "What was seen fits the tactic {4} of MITRE ATT&CK.",
    ];

    public static readonly IReadOnlyList<string> ChineseSentences =
    [
        "首条告警来自网关，第二条来自主机 {1} 的终端代理。",
        "地址 {2} 不在已知代理列表中，需要进一步核实来源。",
        "服务台没有 {0} 的相关申请记录，已电话联系本人确认。",
        "会话已被注销，主机 {1} 已从网络中隔离，等待取证。",
        "已保留主机 {1} 的内存镜像以供调查使用。",
        "上周有 {3} 台主机出现过访问 {2} 的类似流量。",
        "防火墙已封禁 {2}，目前未发现新的尝试。",
        "多账户共用同一设备指纹，疑似撞库攻击。",
        "行为特征符合 MITRE ATT&CK 战术 {4}。",
    ];
}
