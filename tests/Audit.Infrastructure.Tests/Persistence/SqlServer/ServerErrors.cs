using System.Reflection;
using Microsoft.Data.SqlClient;

namespace Audit.Infrastructure.Tests.Persistence.SqlServer;

/// <summary>Errors as the driver gives them; it has no public way to make one.</summary>
internal static class ServerErrors
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic;

    public static SqlException Of(int number, byte severity = 16)
    {
        var error = typeof(SqlError).GetConstructors(Hidden).Single(c => c.GetParameters() is [.., { ParameterType.Name: nameof(Exception) }] and { Length: 8 })
            .Invoke([number, (byte)1, severity, "none", "", "", 1, null]);
        var errors = Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        typeof(SqlErrorCollection).GetMethod("Add", Hidden)!.Invoke(errors, [error]);
        return (SqlException)typeof(SqlException).GetMethod("CreateException", Hidden, [typeof(SqlErrorCollection), typeof(string)])!.Invoke(null, [errors, "15.0"])!;
    }
}
