using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Audit.Client;

/// <summary>Sends requests, again where that is safe and may help.</summary>
internal sealed class Transport(HttpClient http, AuditClientOptions options)
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, RespectNullableAnnotations = true, Converters = { new WellFormedText() } };

    private readonly string _base = http.BaseAddress is { UserInfo: "", Query: "", Fragment: "" } address
        ? address.GetLeftPart(UriPartial.Path).TrimEnd('/')
        : throw new ArgumentException("Its base address is an address without user, query and fragment.", nameof(http));

    /// <summary>An id as a part of a path. One that is blank or made of dots would name another path.</summary>
    public static string Escaped(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Trim() is "" or "." or ".." ? throw new ArgumentException($"\"{id}\" is no id.", nameof(id)) : Uri.EscapeDataString(WellFormedText.Require(id));
    }

    public async Task<T> SendAsync<T>(ApiRequest request, CancellationToken cancellationToken)
        where T : Answer
    {
        // an ETag that was lost on the way would let any version be overwritten
        RefuseBlank(request.IfMatch, "ifMatch");
        RefuseBlank(request.IfNoneMatch, "ifNoneMatch");
        RefuseBlank(request.IdempotencyKey, "idempotencyKey");
        if (request.TakesKey && request.IdempotencyKey is null)
        {
            request = request with { IdempotencyKey = Guid.NewGuid().ToString("N") };
        }

        var body = request.Body is null ? null : JsonSerializer.SerializeToUtf8Bytes(request.Body, request.Body.GetType(), s_json);
        AuditException? unclear = null;
        for (var attempt = 0; ; attempt++)
        {
            AuditException failure;
            try
            {
                return await AttemptAsync<T>(request, body, cancellationToken).ConfigureAwait(false);
            }
            catch (AuditException e)
            {
                failure = e;
            }

            failure.IdempotencyKey = request.IdempotencyKey;
            // the attempt before, whose answer didn't come, is still under way: not "nothing was changed", as this one says of itself
            var isTwin = unclear is not null && failure is AuditProblemException { Key: "error.concurrent_change" };
            var wait = isTwin ? Retry.Backoff(attempt) : Retry.WaitAfter(failure, request.IsRepeatable, attempt);
            if (attempt >= options.MaxRetries || wait is null)
            {
                ExceptionDispatchInfo.Throw(isTwin ? unclear! : failure);
            }

            // who is refused for being too many has done nothing yet
            if (request.IsRepeatable && !isTwin && failure is not AuditProblemException { Status: HttpStatusCode.TooManyRequests })
            {
                unclear = failure;
            }

            await Task.Delay(wait.Value, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void RefuseBlank(string? value, string name)
    {
        if (value is not null && string.IsNullOrWhiteSpace(value))
        {
            throw new ArgumentException("It is given, but empty.", name);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
        where T : Answer
    {
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new AuditProblemException(response, ProblemOf(response.Content.Headers.ContentType, content));
        }

        try
        {
            var answer = JsonSerializer.Deserialize<T>(content, s_json) ?? throw new JsonException("There is nothing in it.");
            answer.Take(response);
            return answer;
        }
        catch (JsonException cause)
        {
            throw new AuditException($"Status {(int)response.StatusCode}, but no {typeof(T).Name}", cause);
        }
    }

    /// <summary>A gateway's own pages are no problems of the service.</summary>
    private static Problem? ProblemOf(MediaTypeHeaderValue? type, byte[] content)
    {
        try
        {
            return string.Equals(type?.MediaType, "application/problem+json", StringComparison.OrdinalIgnoreCase) ? JsonSerializer.Deserialize<Problem>(content, s_json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<T> AttemptAsync<T>(ApiRequest request, byte[]? body, CancellationToken cancellationToken)
        where T : Answer
    {
        using var message = Message(request, body);
        message.Headers.Set("Authorization", $"Bearer {await TokenAsync(cancellationToken).ConfigureAwait(false)}");
        var address = message.RequestUri;
        try
        {
            using var response = await http.SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (message.Method != request.Method || message.RequestUri != address)
            {
                // this is the answer of something else, and that of a POST perhaps the one to a GET
                throw new AuditException($"{request.Method} {request.Path}: was redirected");
            }

            return await ReadAsync<T>(response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is HttpRequestException || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new AuditConnectionException($"{request.Method} {request.Path}: no answer", cause);
        }
    }

    /// <summary>What the callback gives. It stands in no message: what can't be a token may hold one.</summary>
    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var token = await options.Token(cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        return !string.IsNullOrEmpty(token) && !token.AsSpan().ContainsAnyExceptInRange('!', '~') ? token : throw new AuditException("What the token callback gave is no token.");
    }

    private HttpRequestMessage Message(ApiRequest request, byte[]? body)
    {
        var call = request.Options;
        var message = new HttpRequestMessage(request.Method, _base + request.Path + QueryWriter.Write(request.Query))
        {
            Version = http.DefaultRequestVersion,
            VersionPolicy = http.DefaultVersionPolicy,
        };
        message.Headers.Set("Accept", "application/json, application/problem+json");
        message.Headers.Set("Prefer", call?.Prefer ?? options.Prefer);
        message.Headers.Set("Accept-Language", call?.AcceptLanguage ?? options.AcceptLanguage);
        message.Headers.Set("X-Tenant-ID", call?.TenantId ?? options.TenantId);
        message.Headers.Set("X-Request-Id", call?.RequestId);
        message.Headers.Set("If-Match", request.IfMatch);
        message.Headers.Set("If-None-Match", request.IfNoneMatch);
        message.Headers.Set("Idempotency-Key", request.IdempotencyKey);
        if (body is not null)
        {
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        return message;
    }
}
