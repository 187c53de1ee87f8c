using Audit.Api.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Net.Http.Headers;

namespace Audit.Api.OpenApi;

/// <summary>What can be told of an operation by how its action is declared.</summary>
internal static class OperationKind
{
    extension(ApiDescription operation)
    {
        /// <summary>Its name, by which clients know it.</summary>
        public string Id => operation.ActionDescriptor.AttributeRouteInfo!.Name!;

        public bool IsRead => operation.HttpMethod == HttpMethods.Get;

        public bool IsIdempotent => operation.Metadata<IdempotentAttribute>() is not null;

        public bool HasBody => operation.ParameterDescriptions.Any(p => p.Source == BindingSource.Body);

        /// <summary>Whether it changes something only if it still is as the caller knows it.</summary>
        public bool IsConditional => operation.Takes(HeaderNames.IfMatch);

        /// <summary>Whether its answer is about one thing, which has a version.</summary>
        public bool AnswersOneThing => operation.SupportedResponseTypes.Any(r => typeof(IRepresentation).IsAssignableFrom(r.Type));

        /// <summary>Whether it says of each thing what became of it, so that as a whole it is refused only for its shape.</summary>
        public bool AnswersPerItem => operation.SupportedResponseTypes.Any(r => r.Type == typeof(BulkResponse));

        /// <summary>The most bytes its body may have.</summary>
        public int BodyLimit => operation.Metadata<BodyLimitAttribute>()?.Bytes ?? BodyLimitAttribute.Default;

        /// <summary>The permission it needs, or null where a token is enough.</summary>
        public string? Permission => operation.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Select(a => a.Policy).LastOrDefault(p => p is not null);

        public bool Takes(string parameter) => operation.ParameterDescriptions.Any(p => string.Equals(p.Name, parameter, StringComparison.OrdinalIgnoreCase));

        private T? Metadata<T>()
            where T : class => operation.ActionDescriptor.EndpointMetadata.OfType<T>().LastOrDefault();
    }
}
