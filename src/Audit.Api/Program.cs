using System.Reflection;
using Audit.Api;
using Audit.Api.Health;
using Audit.Api.Load;
using Audit.Api.Logging;
using Audit.Api.OpenApi;
using Audit.Api.Problems;
using Audit.Api.Requests;
using Audit.Api.Security;
using Audit.Application.Common;
using Audit.Infrastructure;
using Microsoft.Extensions.Options;

try
{
    var app = Build(args);
    // the build runs this far to write the OpenAPI document
    if (Assembly.GetEntryAssembly()?.GetName().Name != "GetDocument.Insider")
    {
        await app.Services.MigrateStoreAsync();
    }

    FirstCall.PrintWhenStarted(app);
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException e) when (Assembly.GetEntryAssembly() == typeof(Program).Assembly)
{
    // whoever configures the service needs to know the key, not where in the code it is read
    foreach (var failure in e.Failures)
    {
        await Console.Error.WriteLineAsync(failure);
    }

    return 1;
}

static WebApplication Build(string[] args)
{
    // configuration and data lie beside the program, wherever it is started from; settings are read once, so that no file is watched
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
        ContentRootPath = AppContext.BaseDirectory,
    });
    builder.Logging.AddBatchedConsole();
    builder.Services.AddApplication();
    builder.Services.AddStore(builder.Configuration, builder.Environment.ContentRootPath);
    builder.Services.AddAuditSecurity(builder.Configuration, builder.Environment);
    builder.Services.AddLoadLimits(builder.Configuration);
    builder.Services.AddAuditRateLimits(builder.Configuration);
    builder.Services.AddWire(builder.Configuration);
    builder.Services.AddProblems();
    builder.Services.AddAuditOpenApi();

    var app = builder.Build();
    // before the problems: outside of it, the prefix is no longer known
    if (app.Services.GetRequiredService<IOptions<ApiOptions>>().Value.PathBase is { Length: > 0 } prefix)
    {
        app.UsePathBase(prefix);
    }

    app.UseMiddleware<RequestLog>();
    app.UseProblems();
    app.UseRouting();
    app.UsePlaces();
    app.UseAuthentication();
    app.UseRateLimiter();
    app.UseTenantPlaces();
    app.UseAuthorization();
    app.MapControllers().RequireAuthorization();
    app.MapHealth();
    app.MapErrorPages();
    app.MapDevToken();
    app.MapAuditOpenApi();
    return app;
}

/// <summary>The service.</summary>
public sealed partial class Program;
