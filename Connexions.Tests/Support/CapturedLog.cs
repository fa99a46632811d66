using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Connexions.Tests.Support;

/// <summary>Keeps what was logged, exceptions in full, so that a test can look for what should not be there.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>Warnings and worse.</summary>
    public IEnumerable<string> Complaints => lines.Where(line =>
        line.StartsWith(nameof(LogLevel.Warning), StringComparison.Ordinal)
        || line.StartsWith(nameof(LogLevel.Error), StringComparison.Ordinal)
        || line.StartsWith(nameof(LogLevel.Critical), StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

    public void Dispose() { }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
