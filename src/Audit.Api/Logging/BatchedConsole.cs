using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Audit.Api.Logging;

/// <summary>
/// The framework's console with its settings and formatters, but written many lines at a time. The framework's own wakes a thread and
/// makes a system call for each line, which would be a quarter of the time of a read by id.
/// </summary>
[ProviderAlias("Console")]
internal sealed class BatchedConsole(IOptions<ConsoleLoggerOptions> options, IEnumerable<ConsoleFormatter> formatters, LineWriter lines)
    : ILoggerProvider, ISupportExternalScope
{
    /// <summary>Characters that a thread keeps room for between two lines.</summary>
    private const int MaxKept = 4096;

    private readonly LineWriter _lines = lines;
    private readonly ConsoleFormatter _formatter = FormatterOf(options.Value.FormatterName ?? ConsoleFormatterNames.Simple, formatters);
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // the lines' writer goes with the services
    }

    private static ConsoleFormatter FormatterOf(string name, IEnumerable<ConsoleFormatter> formatters) =>
        formatters.LastOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new OptionsValidationException("Logging:Console", typeof(ConsoleLoggerOptions), [$"Logging:Console:FormatterName is json, simple or systemd, not '{name}'."]);

    private sealed class Logger(BatchedConsole console, string category) : ILogger
    {
        [ThreadStatic]
        private static StringWriter? s_text;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull => console._scopes.Push(state);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = s_text ??= new StringWriter();
            console._formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), console._scopes, text);
            var written = text.GetStringBuilder();
            var line = ArrayPool<char>.Shared.Rent(written.Length);
            written.CopyTo(0, line, written.Length);
            console._lines.Write(line.AsSpan(0, written.Length));
            ArrayPool<char>.Shared.Return(line);
            written.Clear();
            written.Capacity = Math.Min(written.Capacity, MaxKept);
        }
    }
}

internal static class BatchedConsoleSetup
{
    /// <summary>Takes the place of the framework's console; its settings (<c>Logging:Console</c>) and formatters stay.</summary>
    public static ILoggingBuilder AddBatchedConsole(this ILoggingBuilder logging)
    {
        logging.AddConsole();
        var replaced = logging.Services.Single(s => s.ImplementationType == typeof(ConsoleLoggerProvider));
        logging.Services.Remove(replaced);
        logging.Services.AddSingleton(_ => new LineWriter(Console.OpenStandardOutput()));
        logging.Services.AddSingleton<ILoggerProvider, BatchedConsole>();
        return logging;
    }
}
