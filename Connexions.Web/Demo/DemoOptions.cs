using System.Globalization;
using Connexions.Web.Demo.Providers;
using Connexions.Web.Persistence;

namespace Connexions.Web.Demo;

/// <summary>Whether the demonstration's data and accounts are offered: by default in Development only.</summary>
public sealed record DemoOptions(bool Enabled)
{
    /// <summary>How long a fake provider takes over each answer (<c>Demo:ProviderDelay</c>, in milliseconds): none, unless a load test asks for it.</summary>
    public TimeSpan ProviderDelay { get; init; }

    /// <exception cref="SettingException">The demonstration is asked for in Production.</exception>
    public static DemoOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var text = configuration["Demo:Enabled"];
        if (text is not null && !bool.TryParse(text, out _))
        {
            throw new SettingException("Demo:Enabled", $"'{text}' is neither true nor false.");
        }

        var enabled = text is null ? environment.IsDevelopment() : bool.Parse(text);
        return enabled && environment.IsProduction()
            ? throw new SettingException("Demo:Enabled", "The demonstration, whose passwords are public, never starts in Production.")
            : new DemoOptions(enabled) { ProviderDelay = ReadDelay(configuration["Demo:ProviderDelay"]) };
    }

    private static TimeSpan ReadDelay(string? text) =>
        text is null ? TimeSpan.Zero
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds)
        : throw new SettingException("Demo:ProviderDelay", $"'{text}' is no number of milliseconds.");
}

internal static class DemoFeature
{
    public static IServiceCollection AddDemo(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var options = DemoOptions.Read(configuration, environment);
        services.AddSingleton(options);
        if (options.Enabled)
        {
            services.AddSingleton<DemoData>();
            if (environment.IsDevelopment())
            {
                services.AddSingleton<FakeProviders>();
            }
        }

        return services;
    }
}
