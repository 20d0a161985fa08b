import { stem } from "./stem.ts";

const listed = (words: string): Set<string> => new Set(words.trim().split(/\s+/).flatMap((word) => [word, stem(word)]));

/** Words that only make a question or a sentence of the others. */
const STOP = listed(`
a an the this that these those it its i me my mine we us our you your he she they them their who whom whose which what
where when why how whether if so than then there here is are was were be been being am do does did done doing have has
had having can could will would shall should may might must to of in on at by for from with without into onto about as
and or but not no nor any some all each every both either neither very just only also too still again ever please tell
show explain let lets want wants wanted wanna need needs needed like know hi hello hey thanks thank help ok okay vs via
per etc im ive id dont doesnt didnt isnt arent wasnt cant couldnt wont wouldnt shouldnt hasnt havent one ones thing things
something anything everything someone anyone everyone somewhere anywhere out up down off over under between while during
actually really currently now yet already maybe exactly kind sort sorts way ways`);

/** Words of any question and of any text: they say what is done with a thing, seldom which. */
const LIGHT = listed(`
find look looking looks locate located location lives live living see seen view display get gets getting got give gives
given take takes go goes going come comes make makes made put puts set sets setup use uses used using usage user work
works working worked run runs running ran start starts started stop stops stopped begin open opens close keep keeps kept
hold holds contain contains include includes say says tell ask asks answer answers answered question questions mean means
call calls called name names named change changes changed changing edit modify update updates updated add adds adding added
remove create creates created new write writes writing written read reads reading define defines defined definition
declare declared describe described description document documented explain configure configured configuration config
handle handles handled manage managed control decide provide provides provider choose chosen chose pick select try tries
tried happen happens happened think believe seem seems fail fails failing failed failure wrong error errors problem issue
issues broken break breaks fix check checks checked connect connects connected connecting connection talk talks speak
send sends sent reach reaches reached return returns store stores stored save saved load loads loaded follow following
build builds built list lists listed exist exists belong part parts whole piece pieces part place places folder folders
directory directories file files path paths code source sources info information detail details overview thing kind type
types version versions value values number numbers many much more most less few several lot lots own other others another
same different difference first last next previous old current existing available possible required require requires
needed necessary important main default good best better right correct full complete empty big small short long quick
quickly easy fast slow local locally dev develop development developer project system environment machine laptop computer
day daily time times today yesterday earlier before after past since until ago early late always never often soon behind
inside outside within around together alone against across along near far everything nothing people person team somebody
nobody anybody us everyone project's wired wire fill finish free ready thing done kept made note notes exact app apps
fatal warn warning warnings debug exception exceptions traceback err dial tcp udp daemon driver listen bind exit exited`);

/** The field's words for kinds of things: with a name that is not known, they do not make an answer. */
const KIND = listed(`
server service services app application container containers component components module modules database db table
script scripts command commands tool tools tooling key keys port ports url urls address endpoint endpoints host hostname
log logs test tests page pages job jobs task tasks queue worker client clients api backend frontend web website site
image images data schema index settings setting option options variable variables secret secrets password passwords token
tokens account accounts network volume volumes cluster node nodes library package packages dependency dependencies
framework platform infrastructure deploy deployment production release staging request requests response message messages
event events function functions class method query queries field fields column row record records template templates
docker health status monitor access permission policy rule rules traffic incoming outgoing storage memory cpu disk size limit limits integration`);

/**
 * Words that name a subject of their own, in the field or beside it. Where no document has one of them, the question is
 * about something else, whatever the rest of it says; they are no typos of anything.
 */
const SUBJECTS = listed(`
kubernetes k8s kubectl helm minikube openshift nomad rancher argo argocd istio linkerd envoy consul vault etcd terraform
pulumi ansible puppet chef vagrant packer jenkins circleci travis gitlab bitbucket github buildkite teamcity bamboo
sonarqube nexus artifactory harbor dependabot renovate kafka zookeeper rabbitmq amqp mqtt nats pulsar activemq sqs sns
celery sidekiq resque airflow dagster prefect spark hadoop flink hive databricks snowflake redshift bigquery etl warehouse
lake mongodb mongo mysql mariadb oracle mssql sqlite cassandra scylla dynamodb couchdb neo4j influxdb timescale clickhouse
duckdb cockroachdb supabase firebase firestore elasticsearch opensearch elastic kibana logstash solr lucene meilisearch
algolia typesense qdrant pinecone weaviate embedding embeddings vector rag memcached varnish nginx apache haproxy traefik
caddy cloudflare fastly akamai cdn cloudfront route53 lambda ec2 eks ecs fargate s3 minio bucket gcp gcs azure aws
heroku vercel netlify digitalocean hetzner linode grafana prometheus loki tempo jaeger zipkin opentelemetry otel datadog
newrelic splunk sentry bugsnag rollbar honeycomb pagerduty opsgenie nagios zabbix statsd stripe paypal adyen braintree
klarna square payment payments payout invoice invoices invoicing billing checkout refund refunds subscription
subscriptions pricing discount coupon loyalty commission tax vat salary payroll holiday holidays vacation leave sick
lunch canteen parking weather birthday hiring recruitment onboarding employee employees hr gdpr privacy cookie consent
legal lawyer contract contracts lease imprint insurance mortgage newsletter mailchimp sendgrid mailgun postmark mailgun
smtp imap email emails mail mailing sms twilio whatsapp telegram slack teams discord zoom calendar push notification
notifications fcm apns onesignal ios android iphone ipad mobile flutter kotlin swift xcode gradle electron desktop
wordpress drupal joomla shopify magento php laravel symfony composer ruby rails sinatra django flask spring java scala
golang rust elixir erlang haskell dotnet csharp blazor angular react vue nextjs nuxt ember jquery bootstrap webpack
storybook cypress playwright selenium puppeteer jest karma graphql grpc protobuf soap thrift websocket websockets webrtc
socketio oauth2 saml ldap okta auth0 keycloak cognito kerberos captcha recaptcha mfa totp vpn wireguard openvpn bastion
firewall waf siem pentest certificate certificates letsencrypt certbot acme ssl tls dns domain dnssec seo sitemap
analytics matomo mixpanel amplitude hotjar experiment experiments feature flag flags launchdarkly unleash translation
translations translate i18n l10n locale locales recommendation machine learning ml mlflow tensorflow pytorch gpu kernel
blockchain bitcoin ethereum nft wallet smart thermostat iot plc printer scanner barcode pdf excel spreadsheet crm
salesforce hubspot zendesk jira confluence trello notion figma miro sharepoint cron crontab cronjob scheduler sharding
replica replicas replication autoscaling autoscaler loadbalancer failover geocoding map maps gps video audio streaming
podcast price prices social media ssh language languages thai spanish german french life universe joke poem recipe football
stock news hotel flight photo photos upload uploads thumbnail thumbnails watermark hl7 fhir ab wifi nda wiki intranet office
booking bookings reservation reservations review reviews rating ratings favourites favorites wishlist guest guests tenant
tenants landlord valuation referral voucher newsletter sudo autoscale quota budget cost costs sla slo uptime incident
incidents postmortem oncall rota audit compliance soc2 iso27001 hipaa pci encryption kms antivirus ddos throttling e2e
benchmark benchmarks percy chromatic accessibility a11y wcag tailwind sass scss less material pwa theme themes dark
robots favicon banner dbt notebook jupyter pandas csv export exports sprint standup roadmap okr laptop printer apk
testflight playstore appstore fax franchise warranty fine-tuning finetuning tuning leaflet metabase superset looker tableau k6 locust gatling ftp sftp rsync samba nfs ceph gluster zfs raid`);

export function subjects(): Iterable<string> {
  return SUBJECTS;
}

/** Whether a word, as written or its stem, names a subject of its own. */
export function isSubject(word: string): boolean {
  return SUBJECTS.has(word) || SUBJECTS.has(stem(word));
}

/** A word that weighs less is one of any question. */
export const TELLING = 0.3;

/**
 * How much a word of a question says about what is asked for, without regard to any map: 0 nothing, 1 as much as a
 * name. The word as it is written or its stem.
 */
export function weightOfWord(word: string): number {
  if (STOP.has(word)) return 0;
  if (LIGHT.has(word)) return 0.3;
  return KIND.has(word) ? 0.75 : 1;
}
