using Connexions.Web.Account;
using Connexions.Web.Demo;
using Connexions.Web.Features.Access;
using Connexions.Web.Features.Administration;
using Connexions.Web.Features.Api;
using Connexions.Web.Features.Auditing;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Integrations;
using Connexions.Web.Features.Sessions;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.Coverage;
using Connexions.Web.Features.Support;
using Connexions.Web.Features.Tokens;
using Connexions.Web.Features.Usage;
using Connexions.Web.Features.Verifications;
using Connexions.Web.Features.Verifications.Claims;
using Connexions.Web.Features.Verifications.Http;
using Connexions.Web.Pages;
using Connexions.Web.Persistence;
using Connexions.Web.Security;
using Connexions.Web.Shared;
using Connexions.Web.Shared.Appearance;

namespace Connexions.Web;

/// <summary>Puts the application together: services, then the pipeline.</summary>
internal static class Hosting
{
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static WebApplication Build(string[] args)
    {
        // The settings file lies beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Host.UseDefaultServiceProvider(options => (options.ValidateScopes, options.ValidateOnBuild) = (true, true));
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        AddServices(builder.Services, builder.Configuration, builder.Environment);

        var app = builder.Build();
        UsePipeline(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddPersistence(DatabaseSettings.Read(configuration, DatabaseSettings.DefaultFolder()));
        services.AddSecrets(configuration, environment);
        services.AddProviderClient(configuration, environment);
        services.AddDemo(configuration, environment);
        services.AddAccounts().AddEntityFrameworkStores<ConnexionsDbContext>();
        services.AddAccountRateLimit();
        services.AddSessions();
        services.AddPreferences();
        services.AddSharedComponents();
        services.AddHealth();
        services.AddVerifications(configuration);
        services.AddIntegrations();
        services.AddAccess();
        services.AddAdministration();
        services.AddAuditing();
        services.AddSharing();
        services.AddTokens();
        services.AddUsage();
        services.AddSupport();
        services.AddClaims();
        services.AddGateway(configuration);
        services.AddApi();
        services.AddRazorComponents().AddInteractiveServerComponents();
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseCircuitOrigin();
        app.UseGateway();
        app.Use(AnswerHead);
        app.UseApi();
        app.UseHostCookies();
        app.UseRouting();
        app.UseDevelopmentPages();
        app.UseErrorPages();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHttpsRedirection();
        }

        app.UsePreferences();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRoleGate();
        app.UseRateLimiter();
        app.UseReadableForms();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapAccounts();
        app.MapSharing();
        app.MapUsage();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }

    /// <summary>
    /// Pages and the API are mapped for GET alone; health checks and link previews ask by HEAD. The answer is that of GET without its body.
    /// </summary>
    private static Task AnswerHead(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Response.Body = Stream.Null;
        }

        return next(context);
    }
}
