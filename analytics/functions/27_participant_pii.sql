CREATE FUNCTION participant_pii(statistics jsonb)
RETURNS TABLE (ip text, city text, region text, postal text, timezone text,
    organization text, asn text, user_agent text, callstats jsonb)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT coalesce(rtk_analytics.json_text(address -> 'ipv4'),
                rtk_analytics.json_text(address -> 'ip_location'),
                rtk_analytics.json_text(report -> 'ipv4')),
       coalesce(rtk_analytics.json_text(address -> 'city'),
                rtk_analytics.json_text(report -> 'city')),
       coalesce(rtk_analytics.json_text(address -> 'region'),
                rtk_analytics.json_text(report -> 'region')),
       coalesce(rtk_analytics.json_text(address -> 'postal'),
                rtk_analytics.json_text(address -> 'portal'),
                rtk_analytics.json_text(report -> 'postal')),
       coalesce(rtk_analytics.json_text(address -> 'timezone'),
                rtk_analytics.json_text(report -> 'timezone')),
       coalesce(rtk_analytics.json_text(report -> 'org'),
                rtk_analytics.json_text(address -> 'org')),
       coalesce(rtk_analytics.json_text(address -> 'asn' -> 'asn'),
                rtk_analytics.json_text(report -> 'asn' -> 'asn')),
       coalesce(rtk_analytics.json_text(statistics #> '{peer_stats,device_info,user_agent}'),
                rtk_analytics.json_text(statistics
                    #> '{peer_report,metadata,browser_metadata,user_agent}')),
       statistics
FROM (SELECT statistics #> '{peer_stats,ip_information}' AS address,
             statistics #> '{peer_report,metadata,ip_information}' AS report) AS place;
END;

COMMENT ON FUNCTION participant_pii(jsonb) IS
    'internal: personal data in callstats of a participant, and callstats as it is';

