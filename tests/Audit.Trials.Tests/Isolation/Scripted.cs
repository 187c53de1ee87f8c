using System.Net;
using System.Text;
using Audit.Trials.Isolation;

namespace Audit.Trials.Tests.Isolation;

/// <summary>A service that answers what a test says: by method and path, else by what is usual there.</summary>
internal sealed class Scripted : HttpMessageHandler
{
    public const string Word = "theirword";
    private const string Id = "inc_00000000000000000000000001";
    private readonly Dictionary<string, Func<HttpRequestMessage, (int Status, string Body)>> _answers = new(StringComparer.Ordinal);

    public static Scripted Service(params (string Call, int Status, string Body)[] answers)
    {
        var service = new Scripted();
        foreach (var (call, status, body) in answers)
        {
            service._answers[call] = _ => (status, body);
        }

        return service;
    }

    public Scripted On(string call, Func<HttpRequestMessage, (int Status, string Body)> answer)
    {
        _answers[call] = answer;
        return this;
    }

    public HttpClient Client() => new(this, disposeHandler: false) { BaseAddress = new Uri("http://127.0.0.1:1") };

    public Stranger Stranger(TrialReport report, Secrets? secrets = null, string tenant = "tnt-own") => new(Client(), tenant, Word, secrets ?? new Secrets("hushed"), report);

    public async Task<Stranger> BegunAsync(TrialReport report)
    {
        var stranger = Stranger(report);
        await stranger.BeginAsync(CancellationToken.None);
        return stranger;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var (status, body) = _answers.TryGetValue($"{request.Method} {path}", out var answer) ? answer(request) : Usual(request.Method.Method, path);
        return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
    }

    /// <summary>Of a tenant that has one of each.</summary>
    private static (int Status, string Body) Usual(string method, string path) => path switch
    {
        _ when method == "POST" => (201, $$$"""{"data":{"id":"{{{Id}}}"}}"""),
        "/admin/audit/me" => (200, """{"data":{"sub":"a"}}"""),
        "/admin/audit/history/verify" => (200, """{"data":{"valid":true,"last_sequence":1}}"""),
        _ when path.EndsWith("/stats", StringComparison.Ordinal) => (200, """{"data":{"by_status":{"open":1,"closed":0}}}"""),
        _ when path.EndsWith(Id, StringComparison.Ordinal) => (200, """{"data":{"title":"t"}}"""),
        _ => (200, $$$"""{"items":[{"id":"{{{Id}}}"}],"total":1,"pagination":{"has_next":false}}"""),
    };
}
