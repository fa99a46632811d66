using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Connexions.Domain.Integrations;
using Connexions.Domain.Results;
using Connexions.Web.Features.Gateway.Callers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Gateway.Answers;

/// <summary>
/// Tells a tool why its call did not succeed: problem details (RFC 9457) in the caller's language, with the sentence again
/// where the provider's own clients look for one.
/// </summary>
internal sealed class GatewayProblems(IStringLocalizer<GatewayProblems> words, GatewaySentences sentences)
{
    // Whoever reads it in a console reads accents, not their codes. It is never part of a page.
    internal static readonly JsonSerializerOptions Legible = new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="provider">Null while it is not known which.</param>
    /// <param name="fields">What is wrong with which input, where the refusal is the first of several.</param>
    public async Task WriteAsync(HttpContext context, Provider? provider, GatewayRefusal refusal, IReadOnlyList<Error>? fields = null)
    {
        var (culture, language) = (CultureInfo.CurrentUICulture, CallerLanguage.Of(context.Request));
        CultureInfo.CurrentUICulture = language;
        byte[] body;
        try
        {
            body = JsonSerializer.SerializeToUtf8Bytes(Describe(provider, refusal, fields ?? []), Legible);
        }
        finally
        {
            CultureInfo.CurrentUICulture = culture;
        }

        var response = context.Response;
        response.StatusCode = refusal.Status;
        response.ContentType = "application/problem+json; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.ContentLanguage = language.TwoLetterISOLanguageName;
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (refusal.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((long)Math.Max(1, Math.Ceiling(wait.TotalSeconds))).ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.Allow is { } methods)
        {
            response.Headers.Allow = string.Join(", ", methods);
        }

        if (refusal.IsFinal)
        {
            // What the official clients of OpenAI look for before the status (openai-python, _base_client).
            response.Headers["x-should-retry"] = "false";
        }

        if (refusal.Status == StatusCodes.Status415UnsupportedMediaType)
        {
            // RFC 9110, section 15.5.16.
            response.Headers.AcceptEncoding = "identity";
        }

        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>In the language of the moment.</summary>
    private ProblemDetails Describe(Provider? provider, GatewayRefusal refusal, IReadOnlyList<Error> fields)
    {
        var error = refusal.Error;
        var sentence = sentences.For(error);
        var problem = new ProblemDetails { Type = $"urn:connexions:{error.Code}", Title = words["Title"], Status = refusal.Status, Detail = sentence };
        foreach (var (name, value) in provider?.Gateway.ErrorMembers(error.Code, sentence) ?? new Dictionary<string, object?>())
        {
            problem.Extensions[name] = value;
        }

        if (refusal.Quota is { } quota)
        {
            (problem.Extensions["limit"], problem.Extensions["used"], problem.Extensions["resetsAt"]) = (quota.Limit, quota.Used, quota.ResetsAt);
        }

        if (fields.Count > 0)
        {
            problem.Extensions["errors"] = fields.ToLookup(one => one.Field ?? "", sentences.For).ToDictionary(field => field.Key, field => field.ToArray());
        }

        return problem;
    }
}
