using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Connexions.Bench.Gateway;

/// <summary>
/// A provider that costs next to nothing, so that what is measured is what lies before it: takes every mail, and streams
/// one event a second, which names its caller and its place.
/// </summary>
internal static class FakeApi
{
    private static readonly byte[] Taken = """{"messageId":"<202611281200.12345678901@smtp-relay.mailin.fr>"}"""u8.ToArray();

    /// <param name="seconds">How many events a stream has.</param>
    public static WebApplication Build(string seconds)
    {
        var events = int.Parse(seconds, CultureInfo.InvariantCulture);
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v3/smtp/email", TakeAsync);
        app.MapPost("/v1/chat/completions", context => StreamAsync(context, events));
        return app;
    }

    /// <summary>The event that a caller is to get in a place.</summary>
    public static string Event(string caller, int place) => $$"""data: {"caller":"{{caller}}","place":{{place}},"text":"{{new string('x', 150)}}"}""";

    private static async Task TakeAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Taken.Length;
        await context.Response.Body.WriteAsync(Taken);
    }

    private static async Task StreamAsync(HttpContext context, int events)
    {
        using var asked = await JsonDocument.ParseAsync(context.Request.Body);
        var caller = asked.RootElement.GetProperty("user").GetString()!;
        context.Response.ContentType = "text/event-stream";
        for (var place = 0; place < events && !context.RequestAborted.IsCancellationRequested; place++)
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Event(caller, place) + "\n\n"));
            await context.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }
}
