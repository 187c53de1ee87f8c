using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

/// <summary>What is said once, of the service as a whole.</summary>
internal sealed class AboutDocument : IOpenApiDocumentTransformer
{
    public const string Title = "Audit API";
    private const string Bearer = "bearerAuth";

    private const string Description = """
        Security incidents and audit anomalies of the tenants of an IAM platform, with a history that can be verified.

        **Sign-in.** Every operation takes a bearer token, and belongs to the tenant of its claim `tenant_id`. Other tenants' records are answered with 404.

        **Answers.** Success is `code` 0 and `message` `success`, with the thing in `data`, or the list in `items`, `total` and `pagination`. Everything of 400 and above is a Problem (`application/problem+json`, RFC 9457). Branch on its `code` or `i18n_key`, never on its texts: those are in the language of `Accept-Language`, English or Chinese.

        **Reading bodies.** All broken fields are reported at once. Unknown members and query parameters are ignored unless the request says `Prefer: handling=strict`. Blank text is absent text; titles, names and ids lose the white space at their ends. Control characters other than tab and newline are refused, and so is a member that occurs twice. Names out of a closed set may be written in any letter case. Lengths are in Unicode scalar values.

        **Absent and empty.** A member without a value is left out of an answer, never `null`. A list is always there. In a body, `null` is the same as absent, except where a member is `nullable`: there it takes the value away.

        **Times.** Incidents and the history carry RFC 3339 strings in UTC with milliseconds, anomalies and comments Unix seconds. The ends of a period are RFC 3339 times, or dates, which stand for the whole day in UTC; both ends belong to it.

        **Lists.** `page` and `page_size` go through a list by pages; `cursor` walks it without missing or repeating what was there at the start, however much is added. Filters that take several values take them repeated or separated by commas.

        **Statuses.** `allowed_transitions` says where a thing may go from where it stands; any other move is a 409 whose `i18n_args.allowed` says the same. Setting the status it already has is no error and no change.

        **Versions.** An answer about one thing carries its version as a strong `ETag`. `If-None-Match` makes a read conditional (304), `If-Match` a write (412). Every change of what is shown raises the version; a request that changes nothing leaves the version as it is. Without `If-Match`, a write that meets another one is made on what that one left behind.

        **Safe repetition.** Every `POST` about one thing takes an `Idempotency-Key`; `PUT` and `PATCH` are safe to repeat as they are. In a batch, each report's `external_id` makes repeating it safe. A bulk change takes no key: it says of each thing what became of it.

        **History.** Whatever changes is recorded with the change itself, by whom and when, in one chain for each tenant: each entry's hash covers the entry and the one before it.

        **Limits of use.** Each caller and each tenant is rate limited; over the limit the answer is 429 with `Retry-After`.

        Every GET operation also accepts HEAD.
        """;

    private const string Token = """
        A JWT of the platform's OIDC issuer, signed with RS256, ES256 or PS256. Its claims:

        - `sub`: who acts
        - `tenant_id`: the tenant, one string
        - `scope` or `scp`: `audit:read`, `audit:write`, `audit:ingest`, `audit:ingest:any`; separated by spaces, or an array
        - `roles` or `role`: `auditor`, `security_admin`, `admin`, `super_admin`; a string or an array
        - `name`: what the actor is called, optional
        """;

    private static readonly OpenApiTag[] s_tags =
    [
        new() { Name = "Incidents", Description = "Security incidents (NIST SP 800-61 Rev. 2; ISO 27001:2022 Annex A 5.24–5.26)." },
        new() { Name = "Anomalies", Description = "Audit anomalies and their review (ISO 27001:2022 Annex A 8.15–8.16; PCI DSS v4.0 requirement 10)." },
        new() { Name = "Detections", Description = "Where detectors report anomalies; not for people." },
        new() { Name = "History", Description = "What happened to incidents and anomalies, and the proof that nobody changed the record of it (ISO 27001:2022 Annex A 8.15; PCI DSS v4.0 requirement 10.3)." },
        new() { Name = "Me", Description = "The caller." },
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = Title,
            Version = "v1",
            Description = Description,
            License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
        };
        // wherever the document was read from; the framework would take the request's Host
        document.Servers = [];
        document.AddComponent(Bearer, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = Token });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        document.Tags = s_tags.Where(t => document.Tags!.Any(used => string.Equals(used.Name, t.Name, StringComparison.Ordinal))).ToHashSet();
        return Task.CompletedTask;
    }
}
