using Connexions.Web.Features.Sharing.Coverage;
using Connexions.Web.Features.Sharing.InEffect;
using Connexions.Web.Features.Sharing.Notices;
using Connexions.Web.Features.Sharing.OwnAccount;
using Connexions.Web.Features.Sharing.Policies;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Connexions.Web.Features.Sharing.Policies.Simulation;
using Connexions.Web.Features.Sharing.Requests;

namespace Connexions.Web.Features.Sharing;

public static class SharingFeature
{
    public static IServiceCollection AddSharing(this IServiceCollection services)
    {
        services.AddSingleton<LiveNotices>();
        services.AddSingleton<ListEffective>();
        services.AddSingleton<GetEffective>();
        services.AddSingleton<ListPolicies>();
        services.AddSingleton<SimulatePolicy>();
        services.AddSingleton<SavePolicy>();
        services.AddSingleton<SetAsideConnexion>();
        services.AddSingleton<TakeUpConnexion>();
        services.AddSingleton<SaveOwnSender>();
        services.AddSingleton<NetworkSenders>();
        services.AddSingleton<FreezeConnexion>();
        services.AddSingleton<ThawConnexion>();
        services.AddSingleton<ListDependents>();
        services.AddSingleton<RequestSharing>();
        services.AddSingleton<ListOwnRequests>();
        services.AddSingleton<ListNotices>();
        services.AddSingleton<MarkNoticesRead>();
        services.AddSingleton<CancelScheduledPolicy>();
        services.AddSingleton<ListRequests>();
        services.AddSingleton<AnswerRequest>();
        services.AddSingleton<GetCoverage>();
        services.AddScoped<TermsSentences>();
        services.AddScoped<PolicySentences>();
        services.AddScoped<TraceSentences>();
        services.AddScoped<SituationSentences>();
        services.AddScoped<LossSentences>();
        return services;
    }
}
