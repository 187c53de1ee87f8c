namespace Audit.Api.Problems;

public static class ProblemServices
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<ProblemWriter>();
        return services;
    }

    /// <summary>Every failure behind this point is answered with a Problem: what is thrown, and what ends with a bare status.</summary>
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseStatusCodePages(context =>
            context.HttpContext.RequestServices.GetRequiredService<ProblemWriter>()
                .WriteAsync(context.HttpContext, ErrorCatalogue.OfStatus(context.HttpContext.Response.StatusCode)));
    }
}
