using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Audit.Api.Problems;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Audit.Api.OpenApi;

/// <summary>A type of the wire: something that is sent to us, or something that we answer.</summary>
internal sealed record WireType(Type Type, bool IsRequest)
{
    public bool IsProblem => Type == typeof(Problem) || Type == typeof(ProblemField);

    /// <summary>Its members by their names on the wire, in the order they are declared.</summary>
    public IEnumerable<(string Name, PropertyInfo Property)> Members =>
        Type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .Select(p => (JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name), p));

    /// <summary>The names of the members that an answer has in any case: those that are never null.</summary>
    public IEnumerable<string> AlwaysThere
    {
        get
        {
            var nullability = new NullabilityInfoContext();
            return Members.Where(m => IsSubject(m.Property) || nullability.Create(m.Property).ReadState != NullabilityState.Nullable).Select(m => m.Name);
        }
    }

    /// <summary>Whether the member is what an envelope is about: the thing itself, whatever it is.</summary>
    public bool IsSubject(PropertyInfo property) =>
        Type.IsGenericType && Type.GetGenericTypeDefinition().GetProperty(property.Name)?.PropertyType.IsGenericParameter == true;

    /// <summary>Every type that the operations take and answer, and the Problem that all of them may answer.</summary>
    public static IReadOnlyList<WireType> All(IEnumerable<ApiDescription> operations)
    {
        var found = new Dictionary<Type, WireType>();
        foreach (var operation in operations)
        {
            foreach (var body in operation.ParameterDescriptions.Where(p => p.Source == BindingSource.Body))
            {
                Collect(body.Type, isRequest: true, found);
            }

            foreach (var answer in operation.SupportedResponseTypes)
            {
                Collect(answer.Type, isRequest: false, found);
            }
        }

        Collect(typeof(Problem), isRequest: false, found);
        return [.. found.Values];
    }

    private static void Collect(Type? type, bool isRequest, Dictionary<Type, WireType> found)
    {
        if (type is null)
        {
            return;
        }

        if (type.IsGenericType && type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true)
        {
            foreach (var argument in type.GetGenericArguments())
            {
                Collect(argument, isRequest, found);
            }
        }
        else if (type.IsClass && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true && found.TryAdd(type, new WireType(type, isRequest)))
        {
            foreach (var (_, property) in found[type].Members)
            {
                Collect(property.PropertyType, isRequest, found);
            }
        }
    }
}
