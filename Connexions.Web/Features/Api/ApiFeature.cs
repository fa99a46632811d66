using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Web.Features.Sharing.InEffect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connexions.Web.Features.Api;

/// <summary>What a service token may be told of its client: <c>/api/v1</c>, described in <c>/openapi/v1.json</c>.</summary>
public static class ApiFeature
{
    public const string Root = "/api";

    private const string Document = "/openapi";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiReads>();
        services.AddSingleton<ReadUsage>();
        services.AddSingleton<ApiGate>();
        services.ConfigureHttpJsonOptions(options =>
        {
            // As the codes of purposes are written.
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
            // Else the description says that each number may be a text as well.
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = call => call.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                ApiDocument.Complete(document);
                return Task.CompletedTask;
            });
        });
        return services;
    }

    /// <summary>Beside the gateway, before all that answers: sign-in, pages, their errors and their redirects are not for tools.</summary>
    public static void UseApi(this IApplicationBuilder app) => app.MapWhen(
        context => context.Request.Path.StartsWithSegments(Root, StringComparison.Ordinal) || context.Request.Path.StartsWithSegments(Document, StringComparison.Ordinal),
        branch =>
        {
            var gate = branch.ApplicationServices.GetRequiredService<ApiGate>();
            branch.UseWhen(context => context.Request.Path.StartsWithSegments(Root, StringComparison.Ordinal), api => api.Use(gate.PassAsync));
            branch.UseRouting();
            branch.UseEndpoints(Map);
        });

    private static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi($"{Document}/{{documentName}}.json");
        var api = endpoints.MapGroup($"{Root}/v1").WithTags(nameof(Connexions))
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        api.MapGet("/token", TokenAsync).WithName("getToken").WithSummary("What the token is for")
            .WithDescription("The client the token was made for, what it may call, and when it expires.");
        api.MapGet("/connexions", ConnexionsAsync).WithName("listConnexions").WithSummary("The connexions in effect")
            .WithDescription("For each provider of the token: whose connexion is in effect, as whom mails go out, for what it may be used, and why.");
        api.MapGet("/connexions/{provider}", ConnexionAsync).WithName("getConnexion").WithSummary("One connexion in effect, explained")
            .WithDescription("The same for one provider, with the reasons as sentences, in French or English depending on Accept-Language.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/usage", UsageAsync).WithName("getUsage").WithSummary("What was used, by the day")
            .WithDescription($"What the client used at the token's providers, by all its tools and people. At most {ReadUsage.MaxDays} days; the last thirty where none are given.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<ApiToken>, ApiProblem>> TokenAsync(HttpContext context, [FromServices] ApiReads reads, CancellationToken cancellationToken) =>
        await reads.TokenAsync(ApiGate.TokenOf(context), cancellationToken) is { } token
            ? TypedResults.Ok(token)
            : new ApiProblem([GatewayErrors.TokenRefused]);

    private static async Task<Ok<IReadOnlyList<ApiConnexion>>> ConnexionsAsync(HttpContext context, [FromServices] ApiReads reads, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reads.ConnexionsAsync(ApiGate.TokenOf(context), cancellationToken));

    private static async Task<Results<Ok<ApiConnexionExplained>, ApiProblem>> ConnexionAsync(
        HttpContext context, [Description("A provider's code, such as brevo.")] string provider, [FromServices] ApiReads reads, [FromServices] TraceSentences sentences, [FromServices] SituationSentences situations, CancellationToken cancellationToken)
    {
        var token = ApiGate.TokenOf(context);
        return ApiReads.Find(token, provider) is { } found
            ? TypedResults.Ok(await reads.ExplainAsync(token, found, sentences, situations, cancellationToken))
            : new ApiProblem([GatewayErrors.NothingHere]);
    }

    private static async Task<Results<Ok<ApiUsage>, ApiProblem>> UsageAsync(
        HttpContext context,
        [FromServices] ReadUsage usage,
        [Description("A provider's code; all of the token's where it is left out.")] string? provider,
        [Description("The first day, in Paris, such as 2027-03-01.")] string? from,
        [Description("The last day, in Paris; today where it is left out.")] string? to,
        CancellationToken cancellationToken)
    {
        var result = await usage.HandleAsync(ApiGate.TokenOf(context), provider, from, to, cancellationToken);
        return result.Succeeded ? TypedResults.Ok(result.Value) : new ApiProblem(result.Errors);
    }
}
