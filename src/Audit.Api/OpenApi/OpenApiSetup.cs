using Microsoft.OpenApi;

namespace Audit.Api.OpenApi;

public static class OpenApiSetup
{
    internal const string DocumentName = "v1";

    /// <summary>The OpenAPI document: generated from the controllers, their types and their comments, and completed by what only this folder knows.</summary>
    public static IServiceCollection AddAuditOpenApi(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
        options.CreateSchemaReferenceId = SchemaNames.Of;
        var prose = new Prose();
        options.AddSchemaTransformer(prose);
        options.AddOperationTransformer(prose);
        options.AddOperationTransformer(new OperationPermission());
        options.AddOperationTransformer(new OperationParameters());
        options.AddOperationTransformer(new OperationBody());
        options.AddOperationTransformer(new OperationAnswers());
        options.AddOperationTransformer(new OperationErrors());
        options.AddDocumentTransformer(new AboutDocument());
        options.AddDocumentTransformer(new SharedComponents());
        options.AddDocumentTransformer(new WireSchemas());
        options.AddDocumentTransformer(new AnswerTexts());
        options.AddDocumentTransformer(new DocumentOrder());
    }).AddSingleton<ServedDocument>();
}
