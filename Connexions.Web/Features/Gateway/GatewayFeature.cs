using Connexions.Web.Features.Gateway.Addresses;
using Connexions.Web.Features.Gateway.Admissions;
using Connexions.Web.Features.Gateway.Answers;
using Connexions.Web.Features.Gateway.Callers;
using Connexions.Web.Features.Gateway.Calls;
using Connexions.Web.Features.Gateway.Limits;
using Connexions.Web.Features.Gateway.Mails;
using Connexions.Web.Features.Gateway.Receipts;
using Connexions.Web.Persistence;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace Connexions.Web.Features.Gateway;

public static class GatewayFeature
{
    public const string Root = "/gateway";

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddGateway(GatewayOptions.Read(configuration, DatabaseSettings.DefaultFolder()));
        services.AddHostedService(provider => provider.GetRequiredService<ReceiptDrainer>());
        return services;
    }

    /// <summary>The gateway without the host that drains its receipts.</summary>
    internal static IServiceCollection AddGateway(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(NewForwarder);
        services.AddSingleton(options);
        services.AddSingleton(provider => new ReceiptSpool(
            options.Folder, new ReceiptSpoolOptions { MaxBacklogBytes = options.MaxBacklogBytes }, provider.GetRequiredService<ILogger<ReceiptSpool>>()));
        services.AddSingleton<ReceiptJournal>();
        services.AddSingleton<ReceiptDrainer>();
        services.AddSingleton<QuotaPen>();
        services.AddSingleton<UsedToday>();
        services.AddSingleton<CallQuotas>();
        services.AddSingleton<TokenRates>();
        services.AddSingleton<RepeatedRefusals>();
        services.AddSingleton<TokensInUse>();
        services.AddSingleton<KeysInEffect>();
        services.AddSingleton<Admission>();
        services.AddSingleton<ProviderRoutes>();
        services.AddSingleton<GatewayForwarder>();
        services.AddSingleton<PersonalCall>();
        services.AddSingleton<SendMailThroughGateway>();
        services.AddSingleton<GatewaySentences>();
        services.AddSingleton<GatewayProblems>();
        services.AddSingleton<TokenReader>();
        services.AddSingleton<GatewayDoor>();
        services.AddSingleton<GatewayEndpoint>();
        return services;
    }

    /// <summary>
    /// YARP, with a logger of its own that writes nothing: it logs whole addresses, which may hold a contact's e-mail, and
    /// exceptions, at levels that a setting could turn on again. What became of a call is logged by the gateway.
    /// </summary>
    private static IHttpForwarder NewForwarder(IServiceProvider provider) => new ServiceCollection()
        .AddSingleton(provider.GetRequiredService<TimeProvider>())
        .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
        .AddHttpForwarder()
        .BuildServiceProvider().GetRequiredService<IHttpForwarder>();

    /// <summary>First of all that answers: sign-in, pages, their errors and their redirects are not for tools.</summary>
    public static void UseGateway(this IApplicationBuilder app) => app.UseWhen(context => !GatewayDoor.IsForPeople(context.Request), tools => tools.Map(Root, branch =>
    {
        var endpoint = branch.ApplicationServices.GetRequiredService<GatewayEndpoint>();
        branch.Run(endpoint.HandleAsync);
    }));
}
