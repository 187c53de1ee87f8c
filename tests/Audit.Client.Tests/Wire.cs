using System.Net;

namespace Audit.Client.Tests;

/// <summary>What becomes of a request; it may reach the service by <paramref name="send"/>.</summary>
public delegate Task<HttpResponseMessage> Fate(Func<Task<HttpResponseMessage>> send);

/// <summary>Stands between client and service. The fates are those of the requests, in their order; all others pass.</summary>
public sealed class Wire(params Fate[] fates) : DelegatingHandler
{
    private readonly Queue<Fate> _fates = new(fates);

    public List<Received> Received { get; } = [];

    /// <summary>The service gets the request, the client no answer.</summary>
    public static Fate Lose { get; } = async send =>
    {
        using var lost = await send();
        throw new HttpRequestException("The connection was reset.");
    };

    /// <summary>Something on the way answers; the service gets nothing.</summary>
    public static Fate Answer(HttpStatusCode status, string? content = null, string type = "text/html", int? retryAfter = null) => _ =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(content ?? "", encoding: null, type) };
        if (retryAfter is not null)
        {
            response.Headers.Add("Retry-After", $"{retryAfter}");
        }

        return Task.FromResult(response);
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Received.Add(new Received(request, body));
        var response = await (_fates.TryDequeue(out var fate) ? fate : send => send())(() => base.SendAsync(request, cancellationToken)).WaitAsync(cancellationToken);
        Received[^1].Succeeded = response.IsSuccessStatusCode;
        return response;
    }
}

/// <summary>A request as the client has sent it.</summary>
public sealed class Received(HttpRequestMessage request, string body)
{
    private readonly Dictionary<string, string> _headers = request.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);

    public string Method { get; } = request.Method.Method;

    public Uri Uri { get; } = request.RequestUri!;

    public string Body { get; } = body;

    public bool Succeeded { get; set; }

    public string? this[string header] => _headers.GetValueOrDefault(header);
}
