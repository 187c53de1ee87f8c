using System.Reflection;
using Audit.Api.Requests;
using Audit.Application.Common;
using Microsoft.AspNetCore.Mvc;

namespace Audit.Api.Tests.Requests;

/// <summary>What a new operation must not forget, said at the desk instead of by a 500.</summary>
public sealed class RegistrationTests
{
    private static readonly MethodInfo[] s_actions =
        [.. typeof(Program).Assembly.GetTypes().Where(t => typeof(ControllerBase).IsAssignableFrom(t))
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))];

    public static TheoryData<Type> BodiesAndAnswers => [.. s_actions.SelectMany(Types).Distinct()];

    [Theory]
    [MemberData(nameof(BodiesAndAnswers))]
    public void BodyOrAnswer_OfAnAction_IsRegisteredInWireJson(Type type) =>
        WireJson.Wire.GetTypeInfo(type).Should().NotBeNull($"add [JsonSerializable(typeof({type.Name}))] to WireJson");

    [Fact]
    public void Idempotent_OnAnAction_StandsForAnIdempotentCommand()
    {
        var commands = typeof(ICaller).Assembly.GetTypes()
            .Count(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IIdempotentCommand<>)) && !t.IsInterface);

        s_actions.Count(a => a.GetCustomAttribute<IdempotentAttribute>() is not null)
            .Should().Be(commands, "an action with [Idempotent] sends an IIdempotentCommand, and each of those comes from such an action");
    }

    private static IEnumerable<Type> Types(MethodInfo action)
    {
        // ActionResult<T>, or a task of it
        var result = typeof(Task).IsAssignableFrom(action.ReturnType) ? action.ReturnType.GetGenericArguments()[0] : action.ReturnType;
        yield return result.GetGenericArguments()[0];
        foreach (var parameter in action.GetParameters())
        {
            var isBody = !parameter.ParameterType.IsValueType && parameter.ParameterType != typeof(string) && !parameter.IsDefined(typeof(FromQueryAttribute));
            if (isBody)
            {
                yield return parameter.ParameterType;
            }
        }
    }
}
