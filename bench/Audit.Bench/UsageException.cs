namespace Audit.Bench;

/// <summary>The arguments ask for something that there isn't; the message is for whoever typed them.</summary>
public sealed class UsageException(string message) : Exception(message);
