using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Audit.Api.Requests;

/// <summary>What can be got can be asked about with HEAD (RFC 9110 section 9.3.2); the server leaves the body away.</summary>
public sealed class HeadConvention : IActionModelConvention
{
    public void Apply(ActionModel action)
    {
        foreach (var selector in action.Selectors)
        {
            for (var i = 0; i < selector.EndpointMetadata.Count; i++)
            {
                if (selector.EndpointMetadata[i] is HttpMethodMetadata { HttpMethods: ["GET"] })
                {
                    selector.EndpointMetadata[i] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
                }
            }
        }
    }
}
