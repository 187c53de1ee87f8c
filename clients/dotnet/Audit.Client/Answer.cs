using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization;

namespace Audit.Client;

/// <summary>What came with an answer's body. None of it shows when the answer is written as JSON.</summary>
public abstract class Answer
{
    /// <summary>The version of the thing, for <c>ifMatch</c> and <c>ifNoneMatch</c>; of answers about one thing.</summary>
    [JsonIgnore]
    public string? ETag => Headers?.ETag?.ToString();

    [JsonIgnore]
    public HttpStatusCode StatusCode { get; private set; }

    /// <summary>By which the service's logs and its history know the request.</summary>
    [JsonIgnore]
    public string? RequestId => Headers?.ValueOf("X-Request-Id");

    /// <summary>Whether this is the kept answer to an earlier request with the same <c>idempotencyKey</c>.</summary>
    [JsonIgnore]
    public bool IsReplayed => Headers?.ValueOf("Idempotency-Replayed") == "true";

    /// <summary>Null where the answer is none of the service's, but made for a test.</summary>
    [JsonIgnore]
    public HttpResponseHeaders? Headers { get; private set; }

    internal void Take(HttpResponseMessage response)
    {
        StatusCode = response.StatusCode;
        Headers = response.Headers;
    }
}
