namespace Audit.Api.OpenApi;

public static class OpenApiEndpoints
{
    private const string Docs = "/docs";

    /// <summary>The page's scripts and styles are files of its own; only Swagger UI's styles are written into its elements as well.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Serves the document at <c>/openapi/v1.json</c> and a page to read and try it at <c>/docs</c>. Neither needs a token.</summary>
    public static void MapAuditOpenApi(this WebApplication app)
    {
        app.MapGet($"/openapi/{OpenApiSetup.DocumentName}.json", (HttpContext context, ServedDocument document) => document.ServeAsync(context))
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Docs, StringComparison.OrdinalIgnoreCase), docs => docs.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return next(context);
        }));
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = Docs.TrimStart('/');
            page.DocumentTitle = AboutDocument.Title;
            // seen from the page, so that it is found under a prefix too
            page.SwaggerEndpoint($"../openapi/{OpenApiSetup.DocumentName}.json", AboutDocument.Title);
            page.DisplayOperationId();
            page.ShowCommonExtensions();
            page.EnableDeepLinking();
        });
    }
}
