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

    public Task WriteAsync(HttpContext context, Error error, IReadOnlyList<FieldViolation>? violations = null, int? retryAfterSeconds = null) =>
        WriteAsync(context, Cause.Of(error, retryAfterSeconds) with { Violations = violations ?? [] });

    public Task WriteAsync(HttpContext context, Cause cause)
    {
        var language = Language.Of(context.Request);
        var response = context.Response;
        response.StatusCode = cause.Error.Status;
        response.ContentType = ContentType;
        response.Headers.ContentLanguage = language.Name;
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = WireHeaders.Vary;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers[RequestIdentity.Header] = RequestIdentity.Of(context).RequestId;
        Preference.MarkApplied(context);
        if (cause.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return JsonSerializer.SerializeAsync(response.Body, Describe(context, cause, language), WireJson.Wire.Problem);
    }

    /// <summary>The Problem of something that is a part of what was asked for, to be written as a part of the answer.</summary>
    public Problem Describe(HttpContext context, Cause cause) => Describe(context, cause, Language.Of(context.Request));

    private Problem Describe(HttpContext context, Cause cause, CultureInfo language)
    {
        var (error, args, violations, retryAfter) = cause;
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
