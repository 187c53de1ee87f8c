using System.Globalization;
using System.Text;

namespace Audit.Trials.Loading;

/// <summary>The writes; whatever they say begins with the id of their request, and each thing that they make has a word of its own.</summary>
internal static class Calls
{
    public const string Incidents = "/admin/audit/incidents";
    public const string Anomalies = "/admin/audit/anomalies";
    private const string Reports = "/internal/audit/anomalies";
    private const string Words = "failed login, 五次失败登录 after a change of 密码 and an export of all mail";

    public static Call Open(Actor actor, string severity)
    {
        var call = new Call(actor, "open", "POST", Incidents) { Success = 201, Makes = 1 };
        return call with { Json = $$"""{"title":"{{call.RequestId}}x","severity":"{{severity}}","description":"{{call.RequestId}} {{Words}}"}""" };
    }

    public static Call Report(Actor actor, string severity)
    {
        var call = new Call(actor, "report", "POST", Reports) { Success = 201, Makes = 1 };
        return call with { Json = Anomaly(call.RequestId, 0, severity, Words) };
    }

    /// <summary>So many anomalies in one, each with so many characters.</summary>
    public static Call Batch(Actor actor, string severity, int number, int words)
    {
        var call = new Call(actor, "batch", "POST", Reports + "/batch") { Success = 201, Makes = number };
        var text = new StringBuilder(words);
        while (text.Length < words)
        {
            text.Append(Words, 0, Math.Min(Words.Length, words - text.Length));
        }

        var same = text.ToString();
        return call with { Json = "[" + string.Join(',', Enumerable.Range(0, number).Select(i => Anomaly(call.RequestId, i, severity, same))) + "]" };
    }

    /// <summary>One step on its way, if it is still as it was.</summary>
    public static Call Move(Actor actor, Known thing, bool isForward)
    {
        var (path, next) = thing.IsIncident
            ? (Incidents, thing.Status switch { "open" => "investigating", "investigating" => "contained", "contained" => isForward ? "resolved" : "investigating", _ => "investigating" })
            : (Anomalies, thing.Status switch { "open" => "acknowledged", "acknowledged" => "investigating", "investigating" => isForward ? "resolved" : "dismissed", _ => "open" });
        var call = new Call(actor, "move", "PUT", $"{path}/{thing.Id}/status") { IfMatch = thing.Version, Subjects = [thing.Id], Says = thing.Id };
        return call with { Json = $$"""{"status":"{{next}}"}""" };
    }

    public static Call Comment(Actor actor, Known thing)
    {
        var call = new Call(actor, "comment", "POST", $"{(thing.IsIncident ? Incidents : Anomalies)}/{thing.Id}/comment") { Subjects = [thing.Id], Says = thing.Id };
        return call with { Json = $$"""{"content":"{{call.RequestId}} looked at it, 看过了"}""" };
    }

    public static Call CommentMany(Actor actor, bool isIncident, IReadOnlyList<string> ids)
    {
        var call = new Call(actor, "bulk", "POST", (isIncident ? Incidents : Anomalies) + "/bulk") { Subjects = ids };
        return call with { Json = $$"""{"ids":[{{string.Join(',', ids.Select(id => $"\"{id}\""))}}],"comment":"{{call.RequestId}} all of them, 全部"}""" };
    }

    private static string Anomaly(string requestId, int number, string severity, string words) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"type":"impossible_travel","severity":"{{severity}}","user_id":"usr_1","description":"{{requestId}} {{words}} {{requestId}}i{{number}}x"}""");
}
