using Connexions.Web.Features.Gateway.Receipts;
using Connexions.Web.Persistence;

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
        services.AddHttpForwarder();
        // It logs each call with its whole address, which may hold a contact's e-mail.
        services.AddLogging(logging => logging.AddFilter("Yarp", LogLevel.Warning));
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
        services.AddSingleton<GatewayEndpoint>();
        return services;
    }

    /// <summary>First of all that answers: sign-in, pages, their errors and their redirects are not for tools.</summary>
    public static void UseGateway(this IApplicationBuilder app) => app.Map(Root, branch =>
    {
        var endpoint = branch.ApplicationServices.GetRequiredService<GatewayEndpoint>();
        branch.Run(endpoint.HandleAsync);
    });
}
