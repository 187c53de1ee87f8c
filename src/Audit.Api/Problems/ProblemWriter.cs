using System.Globalization;
using System.Text.Json;
using Audit.Api.Requests;
using Audit.Application.Common;
using Audit.Domain.Common;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Audit.Api.Problems;

/// <summary>Writes every answer of 400 and above, always in the same shape.</summary>
public sealed class ProblemWriter(IOptions<ApiOptions> api, IHostEnvironment environment, TimeProvider clock)
{
    public const string ContentType = "application/problem+json";
    private const string Service = "audit-service";
    private static readonly Dictionary<string, object> s_noArgs = new(StringComparer.Ordinal);

    public Task WriteAsync(
        HttpContext context,
        Error error,
        IReadOnlyDictionary<string, object>? args = null,
        IReadOnlyList<FieldViolation>? violations = null,
        int? retryAfterSeconds = null)
    {
        var language = Language.Of(context.Request);
        var response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = ContentType;
        response.Headers.ContentLanguage = language.Name;
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = WireHeaders.Vary;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers[RequestIdentity.Header] = RequestIdentity.Of(context).RequestId;
        Preference.MarkApplied(context);
        if (retryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var problem = Describe(context, error, args ?? s_noArgs, violations ?? [], retryAfterSeconds, language);
        return JsonSerializer.SerializeAsync(response.Body, problem, WireJson.Wire.Problem);
    }

    private Problem Describe(
        HttpContext context, Error error, IReadOnlyDictionary<string, object> args, IReadOnlyList<FieldViolation> violations, int? retryAfter, CultureInfo language)
    {
        var identity = RequestIdentity.Of(context);
        return new Problem
        {
            Type = api.Value.Link(context.Request, "/errors/" + error.Slug),
            Title = ErrorTexts.Title(error, language),
            Status = error.Status,
            Detail = ErrorTexts.Detail(error, args, language),
            Instance = Operation.Instance(context),
            Code = error.Code,
            Service = Service,
            Timestamp = clock.Now(),
            RequestId = identity.RequestId,
            TraceId = identity.TraceId,
            SpanId = identity.SpanId,
            I18nKey = error.Key,
            I18nArgs = args,
            RetryAfter = retryAfter,
            Errors = [.. violations.Select(v => new ProblemField
            {
                Field = v.Field,
                Code = v.Code,
                Description = ErrorTexts.Rule(v.Code, v.Args, language),
                Value = environment.IsDevelopment() ? v.Value : null,
            })],
        };
    }
}
