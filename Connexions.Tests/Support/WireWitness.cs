using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;

namespace Connexions.Tests.Support;

/// <summary>
/// Hears what libraries tell of a call beside the log (activities with their tags and events, diagnostic events, event
/// sources, metrics) and remembers what holds a part of a key.
/// </summary>
internal sealed class WireWitness : IDisposable
{
    private readonly string key;
    private readonly ConcurrentQueue<string> found = new();
    private readonly ConcurrentDictionary<string, int> heard = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<IDisposable> subscriptions = [];
    private readonly Events events;

    public WireWitness(string key)
    {
        this.key = key;
        var activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ExceptionRecorder = (_, exception, ref _) => Hear("exception event", exception.ToString()),
            ActivityStopped = Hear,
        };
        ActivitySource.AddActivityListener(activities);
        var meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(instrument, tags));
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(instrument, tags));
        meters.Start();
        subscriptions.Add(activities);
        subscriptions.Add(meters);
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(Subscribe)));
        events = new Events(Hear);
    }

    /// <summary>Where a part of the key was told.</summary>
    public IReadOnlyCollection<string> Found => found;

    /// <summary>How much was heard from where: a witness that hears nothing proves nothing.</summary>
    public IReadOnlyDictionary<string, int> Heard => heard;

    /// <summary>Twelve characters of a key in a row are no chance; bytes that .NET cannot read it shows as a dump.</summary>
    public static bool Tells(string key, string text) => Enumerable.Range(0, key.Length - 11).Any(at =>
        text.Contains(key.AsSpan(at, 12), StringComparison.OrdinalIgnoreCase)
        || text.Contains(Convert.ToHexString(System.Text.Encoding.Latin1.GetBytes(key.Substring(at, 12))), StringComparison.OrdinalIgnoreCase)
        || text.Contains(BitConverter.ToString(System.Text.Encoding.Latin1.GetBytes(key.Substring(at, 12))), StringComparison.OrdinalIgnoreCase));

    public void Dispose()
    {
        events.Dispose();
        foreach (var subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }

    private void Subscribe(DiagnosticListener listener)
    {
        // EF tells nothing of a call, and its events write out the very query that is being translated.
        if (listener.Name != "Microsoft.EntityFrameworkCore")
        {
            subscriptions.Add(listener.Subscribe(new Observer<KeyValuePair<string, object?>>(told => Hear($"diagnostic {listener.Name} {told.Key}", Describe(told.Value)))));
        }
    }

    private void Hear(Activity activity)
    {
        var told = activity.Events.Select(one => $"{one.Name} {string.Join(' ', one.Tags)}");
        Hear($"activity {activity.Source.Name}", $"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} {string.Join(' ', told)}");
    }

    private void Hear(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Hear($"metric {instrument.Meter.Name}", string.Join(' ', tags.ToArray()));

    private void Hear(string source, string text)
    {
        heard.AddOrUpdate(source.Split(' ') is [var kind, var name, ..] ? $"{kind} {name}" : source, 1, (_, count) => count + 1);
        if (Tells(key, text))
        {
            found.Enqueue($"{source}: {text}");
        }
    }

    /// <summary>The payloads are objects without a type of their own, whose members hold exceptions and messages.</summary>
    private static string Describe(object? payload) => payload switch
    {
        null => "",
        Exception exception => exception.ToString(),
        _ => payload + " " + string.Join(' ', payload.GetType().GetProperties().Where(member => member.GetIndexParameters().Length == 0)
            .Where(member => member.PropertyType.IsAssignableTo(typeof(Exception))).Select(member => member.GetValue(payload))),
    };

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(T value) => next(value);
    }

    private sealed class Events(Action<string, string> hear) : EventListener
    {
        private readonly Action<string, string> hear = hear;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            // Not the runtime's own: what is thrown inside a library and caught there is in the memory of the process as well.
            if (eventSource.Name is "System.Net.Http" or "System.Net.Sockets" or "System.Net.Security" or "Yarp.ReverseProxy")
            {
                EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
            }
        }

        // Called by the base constructor already, before this one has set anything.
        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            hear?.Invoke($"event {eventData.EventSource.Name} {eventData.EventName}", string.Join(' ', eventData.Payload ?? (IReadOnlyCollection<object?>)[]));
    }
}
