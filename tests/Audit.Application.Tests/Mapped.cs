using System.Collections;

namespace Audit.Application.Tests;

internal static class Mapped
{
    /// <summary>Fails for a member that the map of a full aggregate left as it was: one that somebody added and forgot.</summary>
    public static void ShouldBeFilled(this object dto, string? but = null)
    {
        foreach (var property in dto.GetType().GetProperties().Where(p => p.Name != but))
        {
            var value = property.GetValue(dto);
            var empty = value switch
            {
                null => true,
                string text => text.Length == 0,
                IEnumerable list => !list.GetEnumerator().MoveNext(),
                _ => value.Equals(Activator.CreateInstance(value.GetType())),
            };
            empty.Should().BeFalse($"{property.Name} has to be mapped");
        }
    }
}
