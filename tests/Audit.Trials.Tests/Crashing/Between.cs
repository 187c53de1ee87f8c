using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Audit.Trials.Tests.Crashing;

/// <summary>Stands between a caller and the service, and can change what is said.</summary>
internal sealed class Between(Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> say) : DelegatingHandler(new HttpClientHandler())
{
    /// <summary>A caller with the rights of another one, whose answers come as they are changed.</summary>
    public static HttpClient Caller(HttpClient like, Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> say)
    {
        var caller = new HttpClient(new Between(say)) { BaseAddress = like.BaseAddress };
        caller.DefaultRequestHeaders.Authorization = like.DefaultRequestHeaders.Authorization;
        return caller;
    }

    /// <summary>Answers whose path and query have that text in them are told otherwise.</summary>
    public static HttpClient Liar(HttpClient like, string path, Action<JsonNode> lie) => Caller(like, async (request, send) =>
    {
        var response = await send();
        if (request.RequestUri!.PathAndQuery.Contains(path, StringComparison.Ordinal))
        {
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            lie(answer);
            response.Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json");
        }

        return response;
    });

    /// <summary>Nobody is there; all are answered with that.</summary>
    public static HttpClient Scripted(HttpStatusCode status, string answer) =>
        new(new Between((_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(answer, Encoding.UTF8, "application/json") }))) { BaseAddress = new Uri("http://127.0.0.1") };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        say(request, () => base.SendAsync(request, cancellationToken));
}
